// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/soakclient.h"

#include <array>

using namespace Qt::StringLiterals;

namespace cpx::soak {

namespace {

constexpr int patienceMs = 20'000; ///< with one request; the proxy's own limits are three seconds each
constexpr qsizetype requestChunk = 10'000;

} // namespace

QString Observation::text() const
{
    static constexpr std::array names{"whole", "ended early", "reset", "not HTTP", "left", "hung", "not answered"};
    return u"%1, status %2 %3, %4%5 body bytes%6"_s.arg(QLatin1StringView(names[size_t(end)]))
        .arg(status)
        .arg(QString::fromLatin1(errorCode), isRightHead ? QString() : u"WRONG FIELDS, "_s)
        .arg(bodyBytes)
        .arg(isRightBody ? QString() : u", WRONG"_s);
}

SoakClient::SoakClient(quint16 port, QObject *parent)
    : QObject(parent)
    , m_port(port)
{
    for (QTimer *timer : {&m_uploadTimer, &m_leaveTimer, &m_readTimer, &m_patience})
        timer->setSingleShot(true);
    connect(&m_uploadTimer, &QTimer::timeout, this, &SoakClient::uploadMore);
    connect(&m_leaveTimer, &QTimer::timeout, this, &SoakClient::leave);
    connect(&m_readTimer, &QTimer::timeout, this, [this] {
        if (m_socket)
            m_socket->setReading(true);
    });
    connect(&m_patience, &QTimer::timeout, this, [this] { stop(Observation::End::Hung); });
}

void SoakClient::connectSocket()
{
    m_socket = std::make_unique<RawSocket>(RawSocket::connectTo(m_port));
    m_socket->onBytes = [this](QByteArrayView bytes) { onBytes(bytes); };
    m_socket->onEnd = [this](RawSocket::End end) { onEnd(end); };
}

// ---- Sending

void SoakClient::run(const QList<Plan> &plans)
{
    m_plans = plans;
    m_index = 0;
    if (!m_socket || !m_socket->isOpen())
        connectSocket();
    startReader();
    m_upload.clear();
    m_uploaded = 0;
    QByteArray text = head(plans.constFirst(), m_port);
    if (plans.size() > 1) {
        text += codedBody(plans.constFirst());
        for (const Plan &plan : plans.sliced(1))
            text += head(plan, m_port) + codedBody(plan);
    } else {
        m_upload = codedBody(plans.constFirst());
    }
    m_socket->write(text);
    if (!plans.constFirst().waitsForContinue)
        startUpload();
}

QByteArray SoakClient::head(const Plan &plan, quint16 port)
{
    const QByteArray id = QByteArray::number(plan.id);
    QByteArray text = plan.method + " /v1/responses?id=" + id + (plan.isHttp10 ? " HTTP/1.0" : " HTTP/1.1")
        + "\r\nHost: 127.0.0.1:" + QByteArray::number(port) + "\r\nX-Soak-Id: " + id
        + "\r\nUser-Agent: soak\r\nAccept-Language: en\r\nAccept-Encoding: identity\r\n"
          "Content-Type: application/octet-stream\r\n";
    if (plan.requestFraming == Plan::RequestFraming::Sized)
        text += "Content-Length: " + QByteArray::number(plan.requestSize) + "\r\n";
    else if (plan.requestFraming == Plan::RequestFraming::Chunked)
        text += "Transfer-Encoding: chunked\r\n";
    if (plan.waitsForContinue)
        text += "Expect: 100-continue\r\n";
    if (!plan.keepsConnection && !plan.isHttp10)
        text += "Connection: close\r\n";
    return text + "\r\n";
}

QByteArray SoakClient::codedBody(const Plan &plan)
{
    const QByteArrayView body = plan.requestBody();
    if (plan.requestFraming != Plan::RequestFraming::Chunked)
        return body.toByteArray();
    QByteArray coded;
    for (qsizetype at = 0; at < body.size(); at += requestChunk) {
        const QByteArrayView payload = body.sliced(at, qMin(requestChunk, body.size() - at));
        coded += QByteArray::number(payload.size(), 16) + "\r\n" + payload.toByteArray() + "\r\n";
    }
    return coded + "0\r\n\r\n";
}

void SoakClient::startUpload()
{
    if (m_upload.isEmpty())
        onUploaded();
    else
        uploadMore();
}

void SoakClient::uploadMore()
{
    const Plan &plan = m_plans.constFirst();
    qsizetype length = m_upload.size() - m_uploaded;
    if (plan.uploadPiece > 0)
        length = qMin(length, plan.uploadPiece);
    const bool isLastPiece = plan.fault == Fault::LeaveInUpload && m_uploaded + length >= plan.leaveAfter;
    if (isLastPiece)
        length = qMin(length, qMax<qsizetype>(plan.leaveAfter - m_uploaded, 0));
    m_socket->write(QByteArrayView(m_upload).sliced(m_uploaded, length));
    m_uploaded += length;
    if (isLastPiece)
        m_leaveTimer.start(plan.leavePauseMs);
    else if (m_uploaded < m_upload.size())
        m_uploadTimer.start(1);
    else
        onUploaded();
}

void SoakClient::onUploaded()
{
    if (current().fault == Fault::LeaveWaiting)
        m_leaveTimer.start(current().leavePauseMs);
}

// ---- Receiving

void SoakClient::startReader()
{
    m_reader.emplace(MessageReader::Kind::Answer);
    if (current().method == "HEAD")
        m_reader->expectNoBody();
    m_seen = {};
    m_hasPaused = false;
    m_patience.start(patienceMs);
}

void SoakClient::onBytes(QByteArrayView bytes)
{
    while (!bytes.isEmpty() && isBusy() && m_socket && m_socket->isOpen()) {
        const MessageReader::State before = m_reader->state();
        const MessageReader::State state = m_reader->feed(bytes, [this](QByteArrayView payload) { onPayload(payload); });
        if (state == MessageReader::State::Broken)
            return stop(Observation::End::Broken);
        if (before == MessageReader::State::Head && state != MessageReader::State::Head) {
            if (m_reader->status() == 100 && current().waitsForContinue && m_uploaded == 0) {
                startReader();
                startUpload();
                continue;
            }
            onHead();
        }
        if (m_reader->state() == MessageReader::State::Complete)
            onAnswerOver();
    }
    if (!bytes.isEmpty() && !isBusy() && m_socket) { // an answer nobody asked for: the next request would get it
        m_seen.end = Observation::End::Broken;
        onObservation(m_plans.constLast(), m_seen);
        m_socket->close();
    }
}

void SoakClient::onHead()
{
    const Plan &plan = current();
    m_seen.status = m_reader->status();
    m_seen.errorCode = m_reader->value("X-Codex-Plus-Error");
    if (!m_seen.errorCode.isEmpty())
        return;
    m_seen.isRightHead = m_seen.status == plan.status && m_reader->values("X-Soak-Id") == QList{QByteArray::number(plan.id)}
        && m_reader->values("X-Soak-Check") == QList{plan.check()}
        && m_reader->values("Set-Cookie") == QList<QByteArray>{"a=1", "b=2"}
        && m_reader->values("Retry-After") == (plan.isRefusal() ? QList<QByteArray>{"7"} : QList<QByteArray>());
}

void SoakClient::onPayload(QByteArrayView bytes)
{
    const Plan &plan = current();
    const qsizetype from = m_seen.bodyBytes;
    m_seen.bodyBytes += bytes.size();
    if (!m_seen.errorCode.isEmpty())
        return;
    const QByteArrayView expected = plan.answerBody();
    if (m_seen.bodyBytes > expected.size() || expected.sliced(from, bytes.size()) != bytes)
        m_seen.isRightBody = false;
    if (plan.readingPauseMs > 0 && !m_hasPaused && m_seen.bodyBytes > plan.answerSize / 3) {
        m_hasPaused = true;
        m_socket->setReading(false);
        m_readTimer.start(plan.readingPauseMs);
    }
    if (m_seen.bodyBytes >= plan.leaveAfter && !m_leaveTimer.isActive()) {
        if (plan.fault == Fault::LeaveInStream)
            m_leaveTimer.start(0);
        else if (plan.fault == Fault::LeaveInSilence)
            m_leaveTimer.start(plan.leavePauseMs);
    }
}

void SoakClient::onAnswerOver()
{
    const Plan plan = current();
    const bool isUploading = m_uploadTimer.isActive() || m_socket->unsent() > 0
        || (plan.waitsForContinue && m_uploaded < m_upload.size());
    const bool isLast = !plan.keepsConnection || plan.isHttp10 || isUploading || m_reader->endsWithConnection()
        || m_reader->value("Connection") == "close";
    report(Observation::End::Whole);
    if (isLast && isBusy())
        return stop(Observation::End::NotAnswered);
    if (isLast)
        m_socket->close();
    if (isBusy())
        startReader();
    else
        becomeIdle();
}

void SoakClient::onEnd(RawSocket::End end)
{
    if (!isBusy()) { // an idle connection
        m_socket->close();
        return;
    }
    if (end == RawSocket::End::Orderly)
        m_reader->endOfStream();
    if (m_reader->state() == MessageReader::State::Complete)
        return onAnswerOver();
    stop(end == RawSocket::End::Orderly ? Observation::End::Ended : Observation::End::Reset);
}

// ---- Ending

void SoakClient::leave()
{
    if (!isBusy())
        return;
    if (current().leavesWithReset)
        m_socket->reset();
    stop(Observation::End::Left);
}

/// Reports the answer in progress and forgets those behind it.
void SoakClient::stop(Observation::End end)
{
    m_socket->close();
    report(end);
    while (isBusy()) {
        m_seen = {};
        report(Observation::End::NotAnswered);
    }
    becomeIdle();
}

void SoakClient::report(Observation::End end)
{
    m_seen.end = end;
    const Plan plan = current();
    ++m_index;
    onObservation(plan, m_seen);
}

void SoakClient::becomeIdle()
{
    for (QTimer *timer : {&m_uploadTimer, &m_leaveTimer, &m_readTimer, &m_patience})
        timer->stop();
    if (m_socket)
        m_socket->setReading(true);
    if (m_socket && !m_socket->isOpen())
        m_socket.release()->deleteLater(); // we may be inside one of its calls
    QMetaObject::invokeMethod(this, [this] { onIdle(); }, Qt::QueuedConnection);
}

} // namespace cpx::soak
