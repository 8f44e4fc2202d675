// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/exchange.h"

#include "proxy/http/framing.h"
#include "proxy/http/websockethandshake.h"
#include "proxy/redactedheaders.h"
#include "proxy/responses/responsesummarytap.h"
#include "proxy/server/errordocument.h"
#include "proxy/server/httptransaction.h"
#include "proxy/server/requestbody.h"
#include "proxy/upstream/upstreamfailure.h"
#include "proxy/upstream/upstreamrouter.h"

#include <QDateTime>

#include <algorithm>

namespace cpx {

namespace {

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

/// Qt reports statuses from 400 on as errors although the answer is whole: 201 to 299 and 401 to 499. Those between are about
/// the protocol; and with a good status those codes are errors of an HTTP/2 stream.
bool isWhole(QNetworkReply::NetworkError error, int status)
{
    const bool isOfStatus = (error > 200 && error < 300) || (error > 400 && error < 500);
    return error == QNetworkReply::NoError || (status >= 400 && isOfStatus);
}

} // namespace

Exchange::Exchange(HttpTransaction *transaction, const ExchangeContext &context)
    : QObject(transaction)
    , m_transaction(transaction)
    , m_context(context)
    , m_request{transaction->request(), transaction->body()}
    , m_deadline(&context.deadlines, [this] { onDeadline(); })
{
    m_clock.start();
    m_record.startedMs = QDateTime::currentMSecsSinceEpoch();
    m_record.method = m_request.head.method;
    m_record.target = m_request.head.target;
    if (m_context.flows.isWatched())
        m_record.requestHeaders = withoutCredentials(m_request.head.headers);
    m_record.id = m_context.flows.begin(this);
    connect(transaction, &HttpTransaction::clientLeft, this, [this] { end(FlowRecord::Phase::Cancelled); });
    connect(transaction, &HttpTransaction::requestFailed, this, [this](const http::HttpError &error) {
        m_record.errorCode = error.code;
        m_record.errorText = error.message;
        if (!m_record.status)
            m_record.status = error.status;
        end(FlowRecord::Phase::Failed);
    });
    m_context.pipeline.run(m_request, this, [this](StageOutcome outcome) { decide(std::move(outcome)); });
}

Exchange::~Exchange()
{
    if (!std::exchange(m_ended, true)) {
        // The server is going down in the middle of an exchange. The transaction is half destroyed: leave it alone.
        dropReply();
        m_record.phase = FlowRecord::Phase::Cancelled;
        m_record.totalUs = m_clock.nsecsElapsed() / 1000;
        m_context.flows.end(this);
    }
    // Not before: now the client has got everything.
    tellTaps();
    for (const auto &tap : m_taps)
        tap->describe(m_record);
    for (const auto &tap : m_taps)
        tap->onEnd(m_record);
    if (m_request.ended)
        m_request.ended(m_record);
    m_context.flows.amend(m_record);
}

void Exchange::decide(StageOutcome outcome)
{
    if (m_ended) // the client left while a stage was thinking
        return;
    m_record.changes = m_request.changes;
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
    if (reply.isTraffic)
        showToTaps(reply.status, reply.headers, reply.body);
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
    if (!m_reply)
        showToTaps(error.status, {{"Content-Type", "application/json"}, {"X-Codex-Plus-Error", error.code}}, errorBody(error));
    dropReply();
    m_transaction->refuse(error);
    end(FlowRecord::Phase::Failed);
}

/// An answer of our own to a request that was not sent: it is recorded like any other.
void Exchange::showToTaps(int status, const http::HeaderList &headers, const QByteArray &body)
{
    attachTaps();
    if (m_taps.empty())
        return;
    http::ResponseHead head;
    head.status = status;
    head.headers = headers;
    for (const auto &tap : m_taps)
        tap->onResponseHead(head);
    m_tapped = m_bodyTaps.empty() ? QByteArray() : body;
}

void Exchange::sendUpstream()
{
    const UpstreamBase &base = m_context.router.baseFor(m_request.head.headers);
    m_base = base.url;
    m_record.upstream = base.origin;

    UpstreamRequest request;
    request.method = m_request.head.method;
    request.base = m_base;
    request.target = base.targetFor(m_request.head.target);
    request.headers = m_request.head.headers;
    removeLocalFields(request.headers);
    request.body = m_request.head.body;

    m_upstream = &m_context.upstream;
    if (m_context.tunnels && http::webSocketRequest(m_request.head) == http::WebSocketRequest::Valid) {
        m_upstream = m_context.tunnels;
        request.upgrade = "websocket";
    }

    if (const auto objection = m_upstream->objection(request))
        return refuse(*objection);
    attachTaps();
    RequestBody *body = m_transaction->body();
    m_reply = m_upstream->send(request, body, this);
    connect(m_transaction, &HttpTransaction::writable, this, &Exchange::onWritable);
    // Counted from the last byte of the request: a long upload is no silence of the upstream.
    m_deadline.restart(m_context.config.firstByteTimeout);
    if (!body->isComplete()) {
        const auto restart = [this] {
            if (!m_transaction->isHeadWritten() && !m_ended)
                m_deadline.restart(m_context.config.firstByteTimeout);
        };
        connect(body, &RequestBody::drained, this, restart);
        connect(body, &QIODevice::readChannelFinished, this, restart);
    }
}

void Exchange::attachTaps()
{
    for (const std::unique_ptr<ExchangeObserver> &observer : m_context.observers) {
        if (auto tap = observer->observe(m_request.head, m_record)) {
            if (tap->wantsBodies())
                m_bodyTaps.push_back(tap.get());
            m_taps.push_back(std::move(tap));
        }
    }
    // Who is told of the end is told how the model saw it.
    const bool isSummedUp = std::any_of(m_taps.begin(), m_taps.end(), [](const auto &tap) { return tap->sumsUp(); });
    if (m_request.ended && !isSummedUp) {
        m_taps.push_back(std::make_unique<ResponseSummaryTap>());
        m_bodyTaps.push_back(m_taps.back().get());
    }
    if (m_bodyTaps.empty())
        return;
    if (!m_request.receivedBody.isNull()) { // then all of it is here
        for (ExchangeTap *tap : m_bodyTaps) {
            tap->onRequestBody(m_request.receivedBody);
            tap->onSentBody(m_transaction->body()->content());
        }
        m_request.receivedBody.clear();
        return;
    }
    m_transaction->body()->watch([this](const QByteArray &bytes) {
        for (ExchangeTap *tap : m_bodyTaps)
            tap->onRequestBody(bytes);
    });
}

void Exchange::onHead(http::ResponseHead head)
{
    if (m_ended)
        return;
    const bool isTunnel = head.status == 101 && m_upstream == m_context.tunnels;
    if (isTunnel && !http::agreesToWebSocket(head, m_request.head))
        return refuse({502, "upstream_protocol", tr("%1 did not answer the WebSocket handshake it was sent.").arg(m_record.upstream)});
    m_request.room.reset(); // it has taken the body
    m_record.phase = FlowRecord::Phase::Streaming;
    m_record.status = head.status;
    if (m_context.flows.isWatched())
        m_record.responseHeaders = withoutCredentials(head.headers);
    m_record.firstByteUs = m_clock.nsecsElapsed() / 1000;
    if (isTunnel)
        return openTunnel(std::move(head));
    for (const auto &tap : m_taps)
        tap->onResponseHead(head);
    if (!m_request.filters.empty())
        beginFilters(head);
    m_transaction->writeHead(head);
}

/// The answer may become longer: its length is not known any more.
void Exchange::beginFilters(http::ResponseHead &head)
{
    const bool hasBody = head.body.kind != http::BodyFraming::Kind::None;
    std::erase_if(m_request.filters, [&](const auto &filter) { return !hasBody || !filter->begin(head); });
    if (m_request.filters.empty())
        return;
    head.body = {http::BodyFraming::Kind::UntilClose};
    for (const auto &filter : m_request.filters)
        filter->setResume([this] { onFilterResume(); });
}

/// The upstream agreed: from here on both connections are one, and silence means nothing.
void Exchange::openTunnel(http::ResponseHead head)
{
    m_deadline.stop();
    head.headers.append("Connection", "Upgrade");
    head.headers.append("Upgrade", "websocket");
    m_transaction->writeHead(head);
    QByteArray early;
    QTcpSocket *client = m_transaction->handOver(early);
    m_tunnel = std::make_unique<Tunnel>(client, std::move(early), m_context.tunnels->takeSocket(*m_reply), m_context.config.limits,
                                        &m_context.deadlines);
    connect(m_tunnel.get(), &Tunnel::finished, this, &Exchange::onTunnelFinished);
}

void Exchange::onTunnelFinished(Tunnel::Ending ending)
{
    switch (ending) {
    case Tunnel::Ending::Closed:
        end(FlowRecord::Phase::Done);
        break;
    case Tunnel::Ending::ClientCut:
        end(FlowRecord::Phase::Cancelled);
        break;
    case Tunnel::Ending::UpstreamCut:
        m_record.errorCode = "upstream_cut";
        m_record.errorText = tr("%1 broke off the WebSocket.").arg(m_record.upstream);
        end(FlowRecord::Phase::Failed);
        break;
    }
    m_transaction->finish();
}

const FlowRecord &Exchange::record() const
{
    if (m_tunnel)
        countBytes();
    return m_record;
}

void Exchange::countBytes() const
{
    m_record.requestBytes = m_tunnel ? m_tunnel->bytesFromClient() : m_transaction->body()->bytesReceived();
    m_record.responseBytes = m_tunnel ? m_tunnel->bytesFromUpstream() : m_transaction->bytesWritten();
}

void Exchange::onBody(QByteArrayView bytes)
{
    if (m_request.filters.empty())
        m_transaction->write(bytes);
    else
        m_transaction->write(filtered(bytes));
    if (!m_bodyTaps.empty())
        m_tapped.append(bytes);
}

/// What the filters make of it, one after the other.
QByteArray Exchange::filtered(QByteArrayView bytes)
{
    QByteArray result = QByteArray::fromRawData(bytes.data(), bytes.size());
    for (const auto &filter : m_request.filters) {
        QByteArray changed;
        filter->feed(result, changed);
        result = std::move(changed);
    }
    std::erase_if(m_request.filters, [](const auto &filter) { return filter->isDone(); });
    return result;
}

bool Exchange::isHeld() const
{
    return std::any_of(m_request.filters.begin(), m_request.filters.end(), [](const auto &filter) { return filter->isHolding(); });
}

void Exchange::onFilterResume()
{
    if (m_ended)
        return;
    m_transaction->write(filtered({}));
    if (m_isWhole)
        return finishWhole();
    onBodyPause();
    if (!m_ended)
        m_upstream->resume(*m_reply);
}

/// False: one of them waits for a decision.
bool Exchange::finishFilters()
{
    auto &filters = m_request.filters;
    while (!filters.empty()) {
        if (filters.front()->isHolding())
            return false;
        QByteArray rest;
        filters.front()->finish(rest);
        filters.erase(filters.begin());
        m_transaction->write(filtered(rest));
    }
    return true;
}

void Exchange::tellTaps()
{
    if (m_tapped.isEmpty())
        return;
    const QByteArray bytes = std::exchange(m_tapped, {}); // theirs to keep
    for (ExchangeTap *tap : m_bodyTaps)
        tap->onResponseBody(bytes);
}

/// Everything that has arrived goes to the client in one write, head and first bytes together.
void Exchange::onBodyPause()
{
    if (m_ended)
        return;
    m_record.responseBytes = m_transaction->bytesWritten();
    m_transaction->flush(); // may find out that the client is gone
    if (m_ended)
        return;
    tellTaps();
    if (m_transaction->isWritable() && !isHeld())
        m_deadline.restart(m_context.config.silenceTimeout);
    else
        m_deadline.stop(); // now it is the client that is silent, or we are
}

bool Exchange::wantsBody() const
{
    const auto isFull = [](const auto &filter) { return filter->isFull(); };
    return m_transaction->isWritable() && std::none_of(m_request.filters.begin(), m_request.filters.end(), isFull);
}

void Exchange::onWritable()
{
    if (m_ended || !m_reply || m_isWhole)
        return;
    if (m_transaction->isHeadWritten() && !isHeld()) // else it was an answer before ours that left
        m_deadline.restart(m_context.config.silenceTimeout);
    m_upstream->resume(*m_reply);
}

void Exchange::onEnd()
{
    if (m_ended)
        return;
    if (!m_transaction->isHeadWritten()) {
        refuse(gatewayError(failureOf(*m_reply), m_base));
        return;
    }
    m_record.responseBytes = m_transaction->bytesWritten();
    if (!isWhole(m_reply->error(), *m_record.status))
        return cut("upstream_cut", tr("%1 broke off in the middle of its answer.").arg(m_record.upstream));
    m_isWhole = true;
    finishWhole();
}

/// Now or, while something is held, when that is let go.
void Exchange::finishWhole()
{
    if (!finishFilters()) {
        onBodyPause();
        return;
    }
    m_record.responseBytes = m_transaction->bytesWritten();
    end(FlowRecord::Phase::Done); // first: finish() may be the end of everything
    m_transaction->finish();
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
    m_reply->abort();
}

void Exchange::end(FlowRecord::Phase phase)
{
    if (std::exchange(m_ended, true))
        return;
    m_deadline.stop();
    m_request.room.reset();
    if (phase == FlowRecord::Phase::Cancelled)
        dropReply();
    if (m_tunnel)
        m_tunnel->close();
    m_record.phase = phase;
    m_record.totalUs = m_clock.nsecsElapsed() / 1000;
    m_record.changes = m_request.changes; // with those made in the answer
    countBytes();
    m_context.flows.end(this);
}

} // namespace cpx
