// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <chrono>

namespace cpx {

/// Bounds on what a client or an upstream may make us hold or wait for. Defaults: README, "Limits".
/// Sizes are bytes.
struct Limits
{
    // A client's request
    qsizetype requestLine = 16 * 1024;
    qsizetype headerLine = 32 * 1024;
    qsizetype headerSection = 64 * 1024;
    int headerLines = 256;
    qint64 body = 128LL * 1024 * 1024; ///< as sent, still compressed

    // An upstream's answer
    qsizetype responseHead = 256 * 1024;
    int responseHeaderLines = 512;
    int interimResponses = 50; ///< 1xx heads before the final one

    // Chunked coding, both directions
    qsizetype chunkSizeLine = 4 * 1024;
    qsizetype chunkExtensions = 64 * 1024; ///< all of one message
    qsizetype trailers = 32 * 1024;

    // Memory and connections
    /// Of one stream. Above: stop reading. A quarter is in the socket it comes from (but see ClientInput::setWide()), a quarter in
    /// the request's body or the reply, and half in the socket it goes to.
    qint64 bufferedPerDirection = 256 * 1024;
    int connections = 1024;
    int requestsInFlight = 0; ///< sent upstream and not yet ended; 0: any number

    // Patience
    std::chrono::milliseconds headerRead{10'000}; ///< from the first byte (or the connect) to the end of the head
    std::chrono::milliseconds bodySilence{60'000};
    std::chrono::milliseconds clientStall{600'000}; ///< a client that takes no byte of its answer
    std::chrono::milliseconds keepAlive{75'000};
    std::chrono::milliseconds upstreamKeepAlive{30'000};
    std::chrono::milliseconds drain{30'000};
};

} // namespace cpx
