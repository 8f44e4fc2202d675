// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/demo/demoanswer.h"

#include "core/zstd.h"
#include "proxy/demo/demoerror.h"
#include "proxy/demo/demoreply.h"
#include "proxy/demo/demorequest.h"
#include "proxy/server/httptransaction.h"
#include "proxy/server/requestbody.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 decodedLimit = 256LL * 1024 * 1024;

} // namespace

DemoAnswer::DemoAnswer(HttpTransaction *transaction, double pace, quint64 number)
    : QObject(transaction)
    , m_transaction(transaction)
    , m_pace(pace)
    , m_number(number)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer); // the coarse one is off by more than the waits differ
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_hasWaited = true;
        play();
    });
    connect(transaction, &HttpTransaction::clientLeft, &m_timer, &QTimer::stop);
    connect(transaction, &HttpTransaction::writable, this, [this] {
        if (!m_timer.isActive() && !m_script.events.isEmpty())
            play();
    });

    RequestBody *body = transaction->body();
    connect(body, &RequestBody::readyRead, this, &DemoAnswer::readBody);
    connect(body, &RequestBody::readChannelFinished, this, &DemoAnswer::answer);
    readBody();
    if (body->isComplete())
        answer();
}

void DemoAnswer::readBody()
{
    m_body += m_transaction->body()->readAll(); // the server bounds it
}

void DemoAnswer::answer()
{
    if (m_transaction->isOver() || m_transaction->isHeadWritten() || !m_script.events.isEmpty())
        return;
    readBody();

    const QByteArray coding = m_transaction->request()
                                  .headers.first("content-encoding")
                                  .value_or("")
                                  .toByteArray()
                                  .trimmed()
                                  .toLower();
    if (coding == "zstd") {
        auto decoded = zstdDecompress(m_body, decodedLimit);
        if (!decoded)
            return refuse(400, "invalid_body", decoded.error().message);
        m_body = *std::move(decoded);
    } else if (!coding.isEmpty() && coding != "identity") {
        return refuse(415, "unsupported_encoding",
                      u"Content-Encoding “%1” is not supported."_s.arg(QString::fromLatin1(coding)));
    }

    const auto request = DemoRequest::fromJson(m_body);
    m_body.clear();
    if (!request)
        return refuse(400, "invalid_request", request.error().message);

    m_model = request->model;
    const QString id = u"demo"_s + QUuid::createUuid().toString(QUuid::Id128);
    m_script = DemoScript::write(*request, DemoReply::to(*request), id, QDateTime::currentSecsSinceEpoch());
    if (!request->isStreaming) {
        auto fields = headers();
        fields.append("content-type", "application/json");
        m_transaction->respond(200, fields, QJsonDocument(m_script.response).toJson(QJsonDocument::Compact));
        return;
    }
    play();
}

void DemoAnswer::play()
{
    while (m_next < m_script.events.size()) {
        if (m_transaction->isOver())
            return;
        // Waits shorter than the timer can measure are none, but several in a row must not be lost: never
        // skip the timer for an event that has a wait.
        const DemoScript::Event &event = m_script.events.at(m_next);
        const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(event.wait * m_pace);
        if (wait.count() > 0 && !m_hasWaited) {
            m_transaction->flush();
            m_timer.start(wait);
            return;
        }
        if (!m_transaction->isHeadWritten()) {
            http::ResponseHead head;
            head.headers = headers();
            head.headers.append("content-type", "text/event-stream; charset=utf-8");
            head.headers.append("cache-control", "no-cache");
            head.body.kind = http::BodyFraming::Kind::Chunked;
            m_transaction->writeHead(head);
        } else if (!m_transaction->isWritable()) {
            m_transaction->flush(); // often makes room at once, and then there is no signal
            if (!m_transaction->isWritable())
                return; // writable() goes on
        }
        m_transaction->write(event.wire);
        m_hasWaited = false;
        ++m_next;
    }
    if (!m_transaction->isOver())
        m_transaction->finish();
}

void DemoAnswer::refuse(int status, const QByteArray &code, const QString &message)
{
    auto fields = headers();
    fields.append("content-type", "application/json");
    m_transaction->respond(status, fields, demoErrorBody("invalid_request_error", code, message));
}

http::HeaderList DemoAnswer::headers() const
{
    // An account that is used a little more with every request, so that the limits of Codex' status line
    // move.
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    constexpr qint64 primaryMinutes = 5 * 60;
    constexpr qint64 secondaryMinutes = 7 * 24 * 60;
    const auto windowEnd = [now](qint64 minutes) {
        return QByteArray::number((now / (minutes * 60) + 1) * minutes * 60);
    };
    const double primary = std::min(4.0 + 0.5 * double(m_number), 80.0);

    http::HeaderList fields;
    fields.append("server", "codex-plus-demo/" CPX_VERSION);
    fields.append("x-request-id", "req_demo_" + QByteArray::number(m_number));
    if (!m_model.isEmpty())
        fields.append("openai-model", m_model.toUtf8());
    fields.append("x-codex-primary-used-percent", QByteArray::number(primary, 'f', 1));
    fields.append("x-codex-primary-window-minutes", QByteArray::number(primaryMinutes));
    fields.append("x-codex-primary-reset-at", windowEnd(primaryMinutes));
    fields.append("x-codex-secondary-used-percent", QByteArray::number(primary / 5, 'f', 1));
    fields.append("x-codex-secondary-window-minutes", QByteArray::number(secondaryMinutes));
    fields.append("x-codex-secondary-reset-at", windowEnd(secondaryMinutes));
    return fields;
}

} // namespace cpx
