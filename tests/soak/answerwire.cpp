// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/answerwire.h"

namespace cpx::soak {

using End = AnswerWire::End;

namespace {

QByteArray head(const Plan &plan)
{
    QByteArray text = "HTTP/1.1 " + QByteArray::number(plan.status) + " Planned\r\nX-Soak-Id: " + QByteArray::number(plan.id)
        + "\r\nX-Soak-Check: " + plan.check() + "\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n";
    text += plan.isEvents ? "Content-Type: text/event-stream\r\n" : "Content-Type: application/octet-stream\r\n";
    if (plan.isRefusal())
        text += "Retry-After: 7\r\n";
    if (plan.announcesClose)
        text += "Connection: close\r\n";
    const bool isAmbiguous = plan.fault == Fault::AmbiguousLength;
    if (plan.answerFraming == Plan::AnswerFraming::Sized || plan.method == "HEAD" || isAmbiguous)
        text += "Content-Length: " + QByteArray::number(plan.answerSize) + "\r\n";
    if (plan.answerFraming == Plan::AnswerFraming::Chunked || isAmbiguous)
        text += "Transfer-Encoding: chunked\r\n";
    return text + "\r\n";
}

QByteArray chunk(QByteArrayView payload)
{
    return QByteArray::number(payload.size(), 16) + "\r\n" + payload.toByteArray() + "\r\n";
}

/// The body from its start to the given byte. A last chunk that goes further is left incomplete, so that the cut is in it.
QByteArray bodyUpTo(const Plan &plan, qsizetype end)
{
    const QByteArrayView body = plan.answerBody();
    if (plan.answerFraming != Plan::AnswerFraming::Chunked)
        return body.first(end).toByteArray();
    QByteArray coded;
    coded.reserve(end + end / 8);
    // Few tiny chunks at the start are as good as two million of them.
    qsizetype size = plan.chunkSize;
    for (qsizetype at = 0; at < end; at += size) {
        if (at > 200 * plan.chunkSize)
            size = qMax<qsizetype>(size, 4096);
        const qsizetype length = qMin(size, body.size() - at);
        if (at + length <= end)
            coded += chunk(body.sliced(at, length));
        else
            coded += QByteArray::number(length, 16) + "\r\n" + body.sliced(at, end - at).toByteArray();
    }
    return coded;
}

QByteArray whole(const Plan &plan)
{
    if (plan.answerFraming == Plan::AnswerFraming::None)
        return head(plan);
    QByteArray text = head(plan) + bodyUpTo(plan, plan.answerSize);
    if (plan.answerFraming == Plan::AnswerFraming::Chunked)
        text += "0\r\n\r\n";
    return text;
}

QByteArray interims(int count)
{
    return QByteArray("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n").repeated(count);
}

End regularEnd(const Plan &plan)
{
    const bool closes = plan.answerFraming == Plan::AnswerFraming::UntilClose || plan.announcesClose
        || plan.fault == Fault::ClosesAfterwards;
    return closes ? End::Close : End::KeepOpen;
}

} // namespace

AnswerWire answerWire(const Plan &plan)
{
    const auto part = [&] { return head(plan) + bodyUpTo(plan, plan.faultAt); };
    switch (plan.fault) {
    case Fault::None:
    case Fault::ClosesAfterwards:
    case Fault::LeaveInUpload: return {whole(plan), -1, regularEnd(plan)};
    case Fault::Interims: return {interims(2) + whole(plan), -1, regularEnd(plan)};
    case Fault::ResetUnread:
    case Fault::ResetBeforeHead: return {{}, -1, End::Reset};
    case Fault::CloseUnread:
    case Fault::CloseBeforeHead: return {{}, -1, End::Close};
    case Fault::ResetAfterHead: return {head(plan), -1, End::Reset};
    case Fault::CloseAfterHead: return {head(plan), -1, End::Close};
    case Fault::ResetInBody: return {part(), -1, End::Reset};
    case Fault::CloseInBody: return {part(), -1, End::Close};
    case Fault::BadChunkSize: return {head(plan) + chunk(plan.answerBody().first(7)) + "1x\r\n", -1, End::Hold};
    case Fault::BadChunkEnd:
        return {head(plan) + "5\r\n" + plan.answerBody().first(9).toByteArray() + "\r\n0\r\n\r\n", -1, End::Hold};
    case Fault::GarbageHead: return {"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n\r\n", -1, End::Hold};
    case Fault::HugeHead:
        return {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Filler: " + QByteArray(300 * 1024, 'x') + "\r\n\r\n", -1, End::Hold};
    case Fault::TooManyInterims: return {interims(60) + whole(plan), -1, End::Hold};
    case Fault::SwitchingProtocols:
        return {"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n", -1, End::Hold};
    case Fault::AmbiguousLength: return {whole(plan), -1, End::Hold};
    case Fault::StallBeforeHead:
    case Fault::LeaveWaiting: return {{}, -1, End::Hold};
    case Fault::StallInBody:
    case Fault::LeaveInSilence: return {part(), -1, End::Hold};
    case Fault::EarlyRefusal: return {whole(plan), -1, End::Hold};
    case Fault::Surplus:
        return {whole(plan) + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nPOISON", -1, End::KeepOpen};
    case Fault::LeaveInStream: return {whole(plan), part().size(), regularEnd(plan)};
    }
    Q_UNREACHABLE();
}

} // namespace cpx::soak
