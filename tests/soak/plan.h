// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace cpx::soak {

/// What goes wrong with a request: at most one thing, so that there is one right outcome.
enum class Fault {
    None,
    // The upstream breaks the connection
    ResetUnread, ///< with the body unread
    CloseUnread,
    ResetBeforeHead, ///< after the whole request
    CloseBeforeHead,
    ResetAfterHead, ///< of the answer
    CloseAfterHead,
    ResetInBody, ///< anywhere: between chunks, in a chunk, in an event
    CloseInBody, ///< the same; for a sized answer a Content-Length that is not kept
    // The upstream does not speak HTTP
    BadChunkSize,
    BadChunkEnd, ///< more bytes than the chunk's size says
    GarbageHead,
    HugeHead,
    TooManyInterims,
    SwitchingProtocols, ///< 101 that nobody asked for
    AmbiguousLength, ///< Content-Length and Transfer-Encoding
    // The upstream falls silent for longer than the limits allow
    StallBeforeHead,
    StallInBody,
    // The upstream does what it may, and clients and proxies stumble over it
    Interims, ///< 103 before the answer
    EarlyRefusal, ///< 413 while the body is still coming
    Surplus, ///< bytes after the answer
    ClosesAfterwards, ///< without a word: the connection is in the proxy's pool by then
    // The client leaves
    LeaveInUpload,
    LeaveWaiting,
    LeaveInStream,
    LeaveInSilence,
};
constexpr int faultCount = int(Fault::LeaveInSilence) + 1;
const char *nameOf(Fault fault);

/// What the client has to see.
enum class Outcome {
    Whole, ///< the upstream's answer, exactly
    GatewayError, ///< 502 or 504 of the proxy
    Cut, ///< the answer's head and a part of its body, and no regular end
    CutOrGatewayError, ///< a reset may overtake the head
    Left, ///< nothing: it is not there
};

/// One request and its fate: a function of seed and id and nothing else, known to the client's side and the upstream's.
struct Plan
{
    enum class RequestFraming { None, Sized, Chunked };
    enum class AnswerFraming { None, Sized, Chunked, UntilClose };

    quint64 seed = 0;
    int id = 0;
    Fault fault = Fault::None;

    // The request
    QByteArray method = "GET";
    bool isHttp10 = false;
    RequestFraming requestFraming = RequestFraming::None;
    qsizetype requestSize = 0;
    qsizetype uploadPiece = 0; ///< bytes per write, a millisecond apart; 0: all at once
    bool waitsForContinue = false; ///< Expect: 100-continue
    bool keepsConnection = true; ///< the client would use it again
    bool canBeFollowed = false; ///< leaves the connection open for sure
    bool isPipelined = false; ///< would be sent together with the one before it
    int readingPauseMs = 0; ///< the client does not read for so long, in the middle of the answer
    qsizetype leaveAfter = 0; ///< bytes of its own body (LeaveInUpload), or of the answer's
    int leavePauseMs = 0;
    bool leavesWithReset = false;

    // The answer
    int status = 200;
    AnswerFraming answerFraming = AnswerFraming::Sized;
    bool isEvents = false; ///< text/event-stream
    qsizetype answerSize = 0;
    qsizetype chunkSize = 0; ///< largest payload of a chunk
    qsizetype answerPiece = 0; ///< bytes of the wire per write; 0: all at once
    int latencyMs = 0; ///< before the head
    int stallMs = 0; ///< once, in the middle, within the limits
    bool announcesClose = false; ///< Connection: close
    bool readsSlowly = false; ///< the request's body
    qsizetype faultAt = 0; ///< bytes of the answer's body sent before the fault
    int closePauseMs = 0; ///< ClosesAfterwards

    QByteArrayView requestBody() const;
    QByteArrayView answerBody() const;
    QByteArray check() const; ///< a header value nobody else has
    bool isRefusal() const { return status == 429 || status >= 500; } ///< with Retry-After

    bool leaves() const { return fault >= Fault::LeaveInUpload; }
    Outcome outcome() const;
    QString text() const; ///< for reports: what happens, in one line
};

/// `stock`: for the transport of that name, see notForStock().
Plan planFor(quint64 seed, int id, bool stock);

/// Why a plan's fault is not tried with the transport `stock`, or null. The table of what Qt 6.4's client cannot do.
const char *notForStock(const Plan &plan);

/// How often a request may reach the upstream. With a body once. Without one it may be repeated when the idle connection it
/// went to was just closed (RFC 9110 §9.2.2).
int allowedArrivals(const Plan &plan, bool stock);

} // namespace cpx::soak
