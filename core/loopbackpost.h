// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <chrono>

namespace cpx {

/// An HTTP/1.1 POST of JSON to a server on this computer. A plain value.
struct LoopbackPost
{
    QByteArray host = "127.0.0.1"; ///< an address, of either kind, without brackets
    quint16 port = 0;
    QByteArray target{}; ///< a path
    QByteArray bearerToken{}; ///< for Authorization
    QByteArray body{};
    std::chrono::milliseconds promptness{1000}; ///< for connecting, and for the server's word that it wants the body
    std::chrono::milliseconds patience{600'000}; ///< for the answer to the body
};

/// How it went. A plain value.
struct LoopbackAnswer
{
    enum class Outcome {
        NotSent, ///< nothing of the body: the server is not there, is not ours, does not speak up, or refused by its status
        Lost, ///< the body was sent, and no whole answer came: whether it had an effect is unknown
        Answered,
    };
    Outcome outcome = Outcome::NotSent;
    int status = 0; ///< of Answered, and of NotSent when there was one
    QByteArray body{}; ///< of Answered
};

/// Sends it over a blocking socket: for a program that has nothing else to do and must be quick. The body is sent only when
/// the server asks for it (Expect: 100-continue, RFC 9110 §10.1.1), so that one that hangs costs no more than `promptness`
/// and the body is not processed later; and only to a server of this user. An answer may have up to 16 MiB.
LoopbackAnswer postToLoopback(const LoopbackPost &post);

} // namespace cpx
