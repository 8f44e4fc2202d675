// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/local/controlapi.h"
#include "proxy/local/hookeventapi.h"
#include "tests/proxy/pipeline/stageprobe.h"

#include <QJsonDocument>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

namespace {

/// Keeps what it is asked.
class FakeSink : public HookEventSink
{
public:
    void onNativeEvent(const CodexEvent &event, std::function<void(const HookOutcome &)> done) override
    {
        sessions += event.context.sessionId;
        waiting = std::move(done);
    }

    QStringList sessions;
    std::function<void(const HookOutcome &)> waiting;
};

const QJsonObject toolUse = {{u"session_id"_s, u"s"_s}, {u"turn_id"_s, u"t"_s}, {u"cwd"_s, u"/p"_s}, {u"hook_event_name"_s, u"PreToolUse"_s}};

} // namespace

/// Events of Codex's own hooks, at the door of the engine.
class HookEventApiTest : public QObject
{
    Q_OBJECT

private slots:
    void anEventIsNotedAndAnsweredLater();
    void whatIsNoEventIsRefused();

private:
    void call(const QJsonObject &body)
    {
        ControlCall controlCall;
        const auto found = m_api.find(headOf("POST", "/codexplus/v1/hooks/events", {}), controlCall);
        controlCall.body = body;
        (*std::get<const ControlApi::Handler *>(found))(controlCall, [this](StageOutcome given) { m_outcome = std::move(given); });
    }

    FakeSink m_sink;
    BridgedTurns m_turns;
    ControlApi m_api;
    std::optional<StageOutcome> m_outcome;
    HookEventApi m_events{m_sink, m_turns};
};

void HookEventApiTest::anEventIsNotedAndAnsweredLater()
{
    m_events.addTo(m_api);
    call(toolUse);
    QVERIFY(!m_outcome);
    QCOMPARE(m_sink.sessions, QStringList{u"s"_s});
    QVERIFY(m_turns.contains(u"s"_s, u"t"_s, HookEvent::PreToolUse));

    HookOutcome outcome;
    outcome.systemMessages = {u"M"_s};
    m_sink.waiting(outcome);
    QVERIFY(m_outcome && std::holds_alternative<LocalReply>(*m_outcome));
    QCOMPARE(std::get<LocalReply>(*m_outcome).body, R"({"systemMessage":"M"})");
    QVERIFY(!std::get<LocalReply>(*m_outcome).isTraffic);
}

void HookEventApiTest::whatIsNoEventIsRefused()
{
    m_sink.sessions.clear();
    m_outcome.reset();
    QJsonObject unknown = toolUse;
    unknown.insert(u"hook_event_name"_s, u"PreModelRequest"_s);
    for (const QJsonObject &body : {QJsonObject(), unknown}) {
        call(body);
        QVERIFY(m_outcome && std::holds_alternative<http::HttpError>(*m_outcome));
        QCOMPARE(std::get<http::HttpError>(*m_outcome).status, 400);
        QCOMPARE(std::get<http::HttpError>(*m_outcome).code, "bad_event");
    }
    QVERIFY(m_sink.sessions.isEmpty());
}

QTEST_APPLESS_MAIN(HookEventApiTest)
#include "tst_hookeventapi.moc"
