// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/exchange.h"

#include "proxy/http/framing.h"
#include "proxy/redactedheaders.h"
#include "proxy/server/httptransaction.h"
#include "proxy/server/requestbody.h"
#include "proxy/upstream/upstreamrouter.h"
#include "proxy/upstream/upstreamurl.h"

#include <QDateTime>
#include <array>

namespace cpx {

namespace {

constexpr qsizetype readSize = 64 * 1024;

/// Fields that describe the way to us, not the request: the upstream has no use for them.
void removeLocalFields(http::HeaderList &headers)
{
    http::removeHopByHop(headers);
    headers.removeIf([](QByteArrayView name, QByteArrayView) {
        const auto startsWith = [name](QByteArrayView prefix) {
            return name.size() >= prefix.size() && http::equalsIgnoreCase(name.first(prefix.size()), prefix);
        };
        return http::equalsIgnoreCase(name, "host") || http::equalsIgnoreCase(name, "expect")
            || http::equalsIgnoreCase(name, "forwarded") || http::equalsIgnoreCase(name, "via")
            || http::equalsIgnoreCase(name, "x-real-ip") || http::equalsIgnoreCase(name, "x-working-directory")
            || startsWith("x-forwarded-") || startsWith("x-codex-plus-");
    });
}

} // namespace

Exchange::Exchange(HttpTransaction *transaction, const ExchangeContext &context)
    : QObject(transaction)
    , m_transaction(transaction)
    , m_context(context)
    , m_head(transaction->request())
    , m_deadline(&context.deadlines, [this] { onDeadline(); })
{
    m_clock.start();
    m_record.startedMs = QDateTime::currentMSecsSinceEpoch();
    m_record.method = m_head.method;
    m_record.target = m_head.target;
    if (m_context.flows.isWatched())
        m_record.requestHeaders = withoutCredentials(m_head.headers);
    m_record.id = m_context.flows.begin(this);
    connect(transaction, &HttpTransaction::clientLeft, this, [this] { end(FlowRecord::Phase::Cancelled); });
    connect(transaction, &HttpTransaction::requestFailed, this, [this](const http::HttpError &error) {
        m_record.errorCode = error.code;
        m_record.errorText = error.message;
        if (!m_record.status)
            m_record.status = error.status;
        end(FlowRecord::Phase::Failed);
    });
    m_context.pipeline.run(m_head, this, [this](StageOutcome outcome) { decide(std::move(outcome)); });
}

Exchange::~Exchange()
{
    // The server is going down in the middle of an exchange. The transaction is half destroyed: leave it alone.
    if (std::exchange(m_ended, true))
        return;
    dropReply();
    m_record.phase = FlowRecord::Phase::Cancelled;
    m_record.totalUs = m_clock.nsecsElapsed() / 1000;
    m_context.flows.end(this);
}

void Exchange::decide(StageOutcome outcome)
{
    if (const auto *reply = std::get_if<LocalReply>(&outcome))
        answerLocally(*reply);
    else if (const auto *error = std::get_if<http::HttpError>(&outcome))
        refuse(*error);
    else
        sendUpstream();
}

void Exchange::answerLocally(const LocalReply &reply)
{
    m_record.isLocal = true;
    m_record.status = reply.status;
    m_record.responseHeaders = reply.headers;
    m_record.firstByteUs = m_clock.nsecsElapsed() / 1000;
    m_transaction->respond(reply.status, reply.headers, reply.body);
    if (reply.isTraffic)
        end(FlowRecord::Phase::Done);
    else if (!std::exchange(m_ended, true))
        m_context.flows.discard(this);
}

void Exchange::refuse(const http::HttpError &error)
{
    m_record.isLocal = m_record.isLocal || m_record.upstream.isEmpty();
    m_record.status = error.status;
    m_record.errorCode = error.code;
    m_record.errorText = error.message;
    dropReply();
    m_transaction->refuse(error);
    end(FlowRecord::Phase::Failed);
}

void Exchange::sendUpstream()
{
    m_base = m_context.router.baseFor(m_head.headers);
    m_record.upstream = originText(m_base);

    UpstreamRequest request;
    request.method = m_head.method;
    request.base = m_base;
    request.target = UpstreamRouter::targetFor(m_base, m_head.target);
    request.headers = m_head.headers;
    removeLocalFields(request.headers);
    request.body = m_head.body;

    if (const auto objection = m_context.upstream.objection(request))
        return refuse(*objection);
    RequestBody *body = m_transaction->body();
    m_reply = m_context.upstream.send(request, body);
    // A quarter: half of it waits for the client, and a quarter in the upstream's socket (Limits::bufferedPerDirection).
    m_context.upstream.limitBuffer(*m_reply, m_context.config.limits.bufferedPerDirection / 4);
    connect(m_reply.get(), &QNetworkReply::metaDataChanged, this, &Exchange::onHead);
    connect(m_reply.get(), &QNetworkReply::readyRead, this, &Exchange::passOn);
    connect(m_reply.get(), &QNetworkReply::finished, this, &Exchange::onReplyFinished);
    connect(m_transaction, &HttpTransaction::writable, this, [this] {
        if (std::exchange(m_isPaused, false))
            passOn();
    });
    // Counted from the last byte of the request: a long upload is no silence of the upstream.
    m_deadline.restart(m_context.config.firstByteTimeout);
    if (!body->isComplete()) {
        connect(body, &QIODevice::readChannelFinished, this, [this] {
            if (!m_transaction->isHeadWritten() && !m_ended)
                m_deadline.restart(m_context.config.firstByteTimeout);
        });
    }
}

void Exchange::onHead()
{
    if (m_ended || m_transaction->isHeadWritten())
        return;
    std::optional<http::ResponseHead> head = m_context.upstream.responseHead(*m_reply);
    if (!head)
        return;
    m_record.phase = FlowRecord::Phase::Streaming;
    m_record.status = head->status;
    if (m_context.flows.isWatched())
        m_record.responseHeaders = withoutCredentials(head->headers);
    m_record.firstByteUs = m_clock.nsecsElapsed() / 1000;
    m_transaction->writeHead(*head);
    m_transaction->flush();
    m_deadline.restart(m_context.config.silenceTimeout);
}

/// Hands on what has arrived: to the client first and in one write.
void Exchange::passOn()
{
    if (m_ended)
        return;
    m_isPaused = false;
    onHead(); // Qt's own client may report data before its metadata signal has reached us
    if (!m_transaction->isHeadWritten())
        return;
    static thread_local std::array<char, readSize> buffer;
    while (m_transaction->isWritable()) {
        const qint64 length = m_reply->read(buffer.data(), buffer.size());
        if (length <= 0)
            break;
        m_transaction->write(QByteArrayView(buffer.data(), length));
    }
    m_record.responseBytes = m_transaction->bytesWritten();
    const bool isAllRead = m_reply->bytesAvailable() == 0;
    if (isAllRead && m_replyFinished) {
        onReplyFinished();
        return;
    }
    m_transaction->flush();
    if (isAllRead) {
        m_deadline.restart(m_context.config.silenceTimeout);
    } else if (m_transaction->isWritable()) {
        // flush() emptied the client's buffer: go on, but let others have their turn.
        QMetaObject::invokeMethod(this, &Exchange::passOn, Qt::QueuedConnection);
    } else {
        m_isPaused = true; // writable() comes back here
        m_deadline.stop(); // now it is the client that is silent
    }
}

void Exchange::onReplyFinished()
{
    if (m_ended)
        return;
    m_replyFinished = true;
    onHead();
    if (!m_transaction->isHeadWritten()) {
        refuse(gatewayError(*m_reply, m_base));
        return;
    }
    if (m_reply->bytesAvailable() > 0) {
        passOn(); // comes back when all is read
        return;
    }
    m_record.responseBytes = m_transaction->bytesWritten();
    // Qt reports statuses from 400 on as errors although the answer is whole; those codes begin at 201.
    const QNetworkReply::NetworkError error = m_reply->error();
    if (error == QNetworkReply::NoError || (error > 200 && *m_record.status >= 400)) {
        end(FlowRecord::Phase::Done); // first: finish() may be the end of everything
        m_transaction->finish();
    } else {
        cut("upstream_cut", tr("%1 broke off in the middle of its answer.").arg(m_record.upstream));
    }
}

void Exchange::onDeadline()
{
    if (m_ended)
        return;
    if (!m_transaction->isHeadWritten())
        refuse({504, "upstream_timeout", tr("%1 did not answer in time.").arg(m_record.upstream)});
    else
        cut("upstream_silent", tr("%1 fell silent in the middle of its answer.").arg(m_record.upstream));
}

void Exchange::cut(const QByteArray &code, const QString &text)
{
    m_record.errorCode = code;
    m_record.errorText = text;
    dropReply();
    end(FlowRecord::Phase::Failed);
    m_transaction->cut();
}

void Exchange::dropReply()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    m_reply->abort();
}

void Exchange::end(FlowRecord::Phase phase)
{
    if (std::exchange(m_ended, true))
        return;
    m_deadline.stop();
    if (phase == FlowRecord::Phase::Cancelled)
        dropReply();
    m_record.phase = phase;
    m_record.totalUs = m_clock.nsecsElapsed() / 1000;
    m_record.requestBytes = m_transaction->body()->bytesReceived();
    m_record.responseBytes = m_transaction->bytesWritten();
    m_context.flows.end(this);
}

} // namespace cpx
