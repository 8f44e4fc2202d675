// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/replyreader.h"

#include "proxy/http/framing.h"
#include "proxy/upstream/responsereceiver.h"
#include "proxy/upstream/upstreamfailure.h"

#include <QNetworkReply>
#include <QPointer>
#include <array>
#include <optional>

namespace cpx {

namespace {

constexpr qsizetype readSize = 64 * 1024;

/// The head as Qt shows it, with the lines of Set-Cookie apart again.
std::optional<http::ResponseHead> headOf(const QNetworkReply &reply)
{
    const QVariant status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute);
    if (!status.isValid())
        return std::nullopt;
    http::ResponseHead head;
    head.status = status.toInt();
    head.reason = reply.attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray();
    const auto pairs = reply.rawHeaderPairs();
    for (const auto &[name, value] : pairs) {
        if (http::equalsIgnoreCase(name, "set-cookie")) {
            const auto lines = value.split('\n'); // how Qt joins them
            for (const QByteArray &line : lines)
                head.headers.append(name, line);
        } else {
            head.headers.append(name, value);
        }
    }
    const QByteArray method = reply.operation() == QNetworkAccessManager::HeadOperation ? "HEAD" : "";
    auto framing = http::responseFraming(head.headers, http::Version::Http11, head.status, method);
    if (const auto *known = std::get_if<http::BodyFraming>(&framing))
        head.body = *known;
    else
        head.body = {http::BodyFraming::Kind::UntilClose, 0};
    if (head.body.kind == http::BodyFraming::Kind::None && head.status != 204) {
        if (const auto length = head.headers.first("content-length"))
            head.omittedLength = http::parseDecimal(*length);
    }
    http::removeHopByHop(head.headers);
    return head;
}

} // namespace

ReplyReader::ReplyReader(QNetworkReply *reply, ResponseReceiver *receiver, qint64 bufferLimit)
    : QObject(reply)
    , m_reply(reply)
    , m_receiver(receiver)
{
    connect(reply, &QNetworkReply::metaDataChanged, this, &ReplyReader::onMetaData);
    connect(reply, &QNetworkReply::readyRead, this, &ReplyReader::read);
    connect(reply, &QNetworkReply::finished, this, &ReplyReader::onFinished);
    // Set in the same turn as sendCustomRequest() Qt 6.4 drops the value and buffers the whole answer.
    QMetaObject::invokeMethod(this, [reply, bufferLimit] { reply->setReadBufferSize(bufferLimit); }, Qt::QueuedConnection);
}

ReplyReader *ReplyReader::of(QNetworkReply &reply)
{
    return reply.findChild<ReplyReader *>(QString(), Qt::FindDirectChildrenOnly);
}

void ReplyReader::onMetaData()
{
    if (m_hasHead || m_ended)
        return;
    std::optional<http::ResponseHead> head = headOf(*m_reply);
    if (!head)
        return;
    if (head->status < 200) { // Qt takes an interim answer for the final one, and the next bytes for another's
        m_ended = true;
        setFailure(*m_reply, {UpstreamFailure::Kind::Protocol, {}});
        m_reply->abort();
        m_receiver->onEnd();
        return;
    }
    m_hasHead = true;
    m_isPauseDue = true;
    const QPointer<ReplyReader> self(this);
    m_receiver->onHead(std::move(*head));
    if (self && !m_ended && m_reply->bytesAvailable() == 0)
        pause();
}

void ReplyReader::read()
{
    if (m_ended)
        return;
    const QPointer<ReplyReader> self(this); // the receiver may let go of the reply
    onMetaData(); // data may be reported before the metadata signal has reached us
    if (!self || !m_hasHead)
        return;
    static thread_local std::array<char, readSize> buffer;
    while (m_receiver->wantsBody()) {
        const qint64 length = m_reply->read(buffer.data(), buffer.size());
        if (length <= 0)
            break;
        m_isPauseDue = true;
        m_receiver->onBody(QByteArrayView(buffer.data(), length));
        if (!self || m_ended)
            return;
    }
    const bool isAllRead = m_reply->bytesAvailable() == 0;
    if (!(isAllRead && m_finished)) {
        pause();
        if (!self || m_ended)
            return;
    }
    if (isAllRead && m_finished)
        onFinished();
    else if (!isAllRead && m_receiver->wantsBody()) // room again: go on after others had their turn
        QMetaObject::invokeMethod(this, &ReplyReader::read, Qt::QueuedConnection);
}

void ReplyReader::pause()
{
    if (std::exchange(m_isPauseDue, false))
        m_receiver->onBodyPause();
}

void ReplyReader::onFinished()
{
    if (m_ended)
        return;
    if (m_reply->error() == QNetworkReply::OperationCanceledError) { // abort(): nobody wants to hear of it
        m_ended = true;
        return;
    }
    m_finished = true;
    const QPointer<ReplyReader> self(this);
    onMetaData();
    if (!self || m_ended)
        return;
    if (m_hasHead && m_reply->bytesAvailable() > 0) {
        read(); // comes back when all is read
        return;
    }
    m_ended = true;
    m_receiver->onEnd();
}

} // namespace cpx
