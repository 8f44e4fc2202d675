// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/upstreamsession.h"

#include "tests/soak/faultyupstream.h"

using namespace Qt::StringLiterals;

namespace cpx::soak {

namespace {

constexpr int tinyWrites = 150; ///< of one answer; the rest goes in one piece, or nobody would live to see its end
constexpr int writesPerTurn = 10; ///< without letting the proxy see them one by one
constexpr int tricklePauseMs = 5;
constexpr qsizetype trickleSize = 16;
constexpr int readPauses = 8;
constexpr int readPauseMs = 15;

} // namespace

UpstreamSession::UpstreamSession(qintptr descriptor, FaultyUpstream *upstream)
    : QObject(upstream)
    , m_upstream(upstream)
    , m_socket(descriptor)
{
    m_timer.setSingleShot(true);
    m_readTimer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { std::exchange(m_then, {})(); });
    connect(&m_readTimer, &QTimer::timeout, this, &UpstreamSession::resumeReading);
    m_socket.onBytes = [this](QByteArrayView bytes) { onBytes(bytes); };
    m_socket.onSent = [this] {
        if (m_isAnswering && !m_timer.isActive())
            sendMore();
    };
    m_socket.onEnd = [this](RawSocket::End) { leave(); };
}

// ---- The request

void UpstreamSession::onBytes(QByteArrayView bytes)
{
    while (!bytes.isEmpty() && m_socket.isOpen()) {
        if (m_isClosing && !m_plan) { // a request that crossed our FIN: the kernel would answer for a closed socket
            m_socket.reset();
            leave();
            return;
        }
        if (m_isAnswering || m_isClosing) {
            if (!answersUnread()) // whose body is still coming
                m_upstream->addStray(u"bytes before the answer to %1 was over"_s.arg(currentId()));
            return;
        }
        if (m_hasSentSurplus) {
            m_upstream->addStray(u"a request on a connection with surplus bytes"_s);
            leave();
            return;
        }
        if (!m_reader) {
            m_timer.stop(); // it was about to close; the request was faster
            m_reader.emplace(MessageReader::Kind::Request);
        }
        const MessageReader::State before = m_reader->state();
        const MessageReader::State state = m_reader->feed(bytes, [this](QByteArrayView payload) { onPayload(payload); });
        if (state == MessageReader::State::Broken) {
            m_upstream->addStray(u"an unreadable request: %1"_s.arg(QString::fromLatin1(m_reader->startLine())));
            leave();
            return;
        }
        if (before == MessageReader::State::Head && state != MessageReader::State::Head)
            onHead();
        if (m_plan && !m_isAnswering && m_reader->state() == MessageReader::State::Complete)
            onRequestComplete();
    }
}

void UpstreamSession::onHead()
{
    bool isNumber = false;
    const int id = m_reader->value("X-Soak-Id").toInt(&isNumber);
    if (!isNumber || m_reader->startLine().contains("/health")) {
        m_upstream->addStray(u"a foreign request: %1"_s.arg(QString::fromLatin1(m_reader->startLine())));
        leave();
        return;
    }
    m_plan = m_upstream->plan(id);
    m_received = 0;
    m_readPauses = 0;
    ++m_upstream->accountOf(id).arrivals;
    if (!answersUnread())
        return;
    if (m_plan->fault == Fault::ResetUnread)
        m_socket.setReading(false);
    startAnswer();
}

/// The request's body is of no interest.
bool UpstreamSession::answersUnread() const
{
    return m_plan
        && (m_plan->fault == Fault::ResetUnread || m_plan->fault == Fault::CloseUnread
            || m_plan->fault == Fault::EarlyRefusal);
}

void UpstreamSession::onPayload(QByteArrayView bytes)
{
    const QByteArrayView expected = m_plan->requestBody();
    FaultyUpstream::Account &account = m_upstream->accountOf(m_plan->id);
    if (m_received + bytes.size() > expected.size() || expected.sliced(m_received, bytes.size()) != bytes)
        account.hasWrongBody = true;
    m_received += bytes.size();
    if (m_plan->readsSlowly && m_readPauses < readPauses) {
        ++m_readPauses;
        m_socket.setReading(false);
        m_readTimer.start(readPauseMs);
    }
}

void UpstreamSession::resumeReading()
{
    m_socket.setReading(true);
}

void UpstreamSession::onRequestComplete()
{
    FaultyUpstream::Account &account = m_upstream->accountOf(m_plan->id);
    ++account.completeArrivals;
    if (m_received != m_plan->requestSize || !m_reader->startLine().startsWith(m_plan->method + " /v1/responses?"))
        account.hasWrongBody = true;
    startAnswer();
}

// ---- The answer

void UpstreamSession::startAnswer()
{
    m_isAnswering = true;
    m_wire = answerWire(*m_plan);
    m_written = 0;
    m_writes = 0;
    m_hasStalled = false;
    pause(m_plan->latencyMs, [this] { sendMore(); });
}

void UpstreamSession::pause(int milliseconds, std::function<void()> then)
{
    m_then = std::move(then);
    m_timer.start(milliseconds);
}

void UpstreamSession::sendMore()
{
    const qsizetype size = m_wire.bytes.size();
    while (m_written < size) {
        if (m_socket.unsent() > 0)
            return; // onSent() comes back here
        if (!m_socket.isOpen())
            return;
        const bool trickles = m_wire.trickleFrom >= 0 && m_written >= m_wire.trickleFrom;
        if (m_plan->stallMs > 0 && !m_hasStalled && m_written > size / 2) {
            m_hasStalled = true;
            return pause(m_plan->stallMs, [this] { sendMore(); });
        }
        qsizetype length = size - m_written;
        if (m_plan->fault == Fault::Surplus)
            length = size - m_written; // see planFor()
        else if (trickles)
            length = qMin(length, trickleSize);
        else if (m_plan->answerPiece > 0 && m_writes < tinyWrites)
            length = qMin(length, m_plan->answerPiece);
        else
            length = qMin(length, qMax<qsizetype>(size / 2, 1)); // so that a stall finds its place
        if (m_wire.trickleFrom > m_written)
            length = qMin(length, m_wire.trickleFrom - m_written);
        const qsizetype from = m_written;
        m_written += length;
        ++m_writes;
        m_socket.write(QByteArrayView(m_wire.bytes).sliced(from, length));
        if (m_written == size)
            break; // at once: the next request may be here before the next turn
        if (trickles)
            return pause(tricklePauseMs, [this] { sendMore(); });
        if (m_writes % writesPerTurn == 0 && m_writes <= tinyWrites)
            return pause(0, [this] { sendMore(); });
    }
    if (m_socket.unsent() == 0)
        endAnswer();
}

void UpstreamSession::endAnswer()
{
    m_upstream->accountOf(m_plan->id).isServed = true;
    switch (m_wire.end) {
    case AnswerWire::End::KeepOpen:
        m_hasSentSurplus = m_plan->fault == Fault::Surplus;
        forgetRequest();
        break;
    case AnswerWire::End::Close:
        if (m_plan->fault != Fault::ClosesAfterwards)
            return closeConnection();
        pause(m_plan->closePauseMs, [this] { closeConnection(); });
        forgetRequest();
        break;
    case AnswerWire::End::Reset:
        m_socket.reset();
        leave();
        break;
    case AnswerWire::End::Hold:
        break;
    }
}

void UpstreamSession::forgetRequest()
{
    m_isAnswering = false;
    m_plan.reset();
    m_reader.reset();
}

/// FIN. What still comes is read: a close with something unread would be a reset.
void UpstreamSession::closeConnection()
{
    m_isClosing = true;
    m_socket.finishWriting();
}

void UpstreamSession::leave()
{
    m_timer.stop();
    m_readTimer.stop();
    m_socket.close();
    m_plan.reset();
    m_upstream->forget(this);
}

} // namespace cpx::soak
