// SPDX-License-Identifier: GPL-3.0-or-later
#include "codexhome.h"
#include "codexprogram.h"
#include "codexrun.h"
#include "core/zstd.h"
#include "e2efixture.h"
#include "scriptedupstream.h"
#include "wiretap.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QTest>

using namespace cpx;
using namespace cpx::e2e;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience =
    60'000; ///< for one run of Codex, milliseconds; a quiet machine needs one or two seconds

/// Headers that belong to one connection and not to the request.
bool isPerHop(const QByteArray &name)
{
    const QByteArray lower = name.toLower();
    return lower == "host" || lower == "connection" || lower == "keep-alive" || lower == "content-length";
}

QList<QByteArray> endToEndHeaders(const ScriptedUpstream::Request &request)
{
    QList<QByteArray> result;
    for (const auto &[name, value] : request.headers) {
        if (!isPerHop(name))
            result += name + ": " + value;
    }
    return result;
}

} // namespace

/// The real Codex CLI, the engine, and an upstream that does what a test wants; both transports.
class TestCodexCli : public QObject
{
    Q_OBJECT

private slots:
    void aPlainTurnPrintsTheAnswer_data() { bothTransports(); }
    void aPlainTurnPrintsTheAnswer();
    void aToolTurnRunsTheTool_data();
    void aToolTurnRunsTheTool();
    void aCompressedBodyArrivesByteForByte_data() { bothTransports(); }
    void aCompressedBodyArrivesByteForByte();
    void anUpstreamThatDiesOnceIsAskedAgain_data() { bothTransports(); }
    void anUpstreamThatDiesOnceIsAskedAgain();
    void anUpstreamThatKeepsDyingIsAnError_data() { bothTransports(); }
    void anUpstreamThatKeepsDyingIsAnError();
    void aRefusedPromptShowsTheReasonOfTheUpstream_data() { bothTransports(); }
    void aRefusedPromptShowsTheReasonOfTheUpstream();
    void twoCodexAreServedAtTheSameTime_data() { bothTransports(); }
    void twoCodexAreServedAtTheSameTime();
    void aCodexThatIsStoppedStopsTheUpstream_data() { bothTransports(); }
    void aCodexThatIsStoppedStopsTheUpstream();

private:
    static void bothTransports();
};

void TestCodexCli::bothTransports()
{
    QTest::addColumn<Transport>("transport");
    QTest::newRow("direct") << Transport::Direct;
    QTest::newRow("stock") << Transport::Stock;
}

// What every test begins with: an upstream is there, the engine in front of it, and a home that leads Codex
// to it.
#define CPX_START_ENGINE(engine, upstream)                                                                   \
    QFETCH(Transport, transport);                                                                            \
    EngineUnderTest engine((upstream).url(u"/v1"_s), transport);                                             \
    QVERIFY2((engine).error().isEmpty(), qPrintable((engine).error()))

void TestCodexCli::aPlainTurnPrintsTheAnswer()
{
    DemoUpstream upstream;
    CPX_START_ENGINE(engine, upstream);
    const CodexHome home(engine.baseUrl(), upstream.url(u"/backend-api/"_s));
    QVERIFY(home.isValid());

    const CodexRun run(home, u"Say hi"_s);
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.exitCode() == 0, run.printed().constData());
    QVERIFY2(run.message().contains(u"built-in demo model"_s), run.printed().constData());
    QVERIFY2(run.errors().isEmpty(), run.printed().constData());
    // A WebSocket answered with anything but 426 shows up as attempts to reconnect.
    QVERIFY2(!run.printed().contains("econnecting"), run.printed().constData());
    QCOMPARE(upstream.model.posts, 1);
}

void TestCodexCli::aToolTurnRunsTheTool_data()
{
    QTest::addColumn<Transport>("transport");
    QTest::addColumn<QString>("model");
    QTest::newRow("direct, script tool") << Transport::Direct << u"gpt-6.1-sol"_s;
    QTest::newRow("direct, function tool") << Transport::Direct << u"gpt-5.5"_s;
    QTest::newRow("stock, script tool") << Transport::Stock << u"gpt-6.1-sol"_s;
    QTest::newRow("stock, function tool") << Transport::Stock << u"gpt-5.5"_s;
}

void TestCodexCli::aToolTurnRunsTheTool()
{
    QFETCH(QString, model);
    DemoUpstream upstream;
    CPX_START_ENGINE(engine, upstream);
    const CodexHome home(engine.baseUrl(), upstream.url(u"/backend-api/"_s));
    QVERIFY(home.isValid() && home.writeFile(home.project() + u"/needle.txt"_s, "found me"));

    const CodexRun run(home, u"List the files"_s, {u"-m"_s, model});
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.exitCode() == 0, run.printed().constData());
    const QList<QJsonObject> commands = run.items(u"command_execution"_s);
    QVERIFY2(commands.size() == 1, run.printed().constData());
    QVERIFY2(commands.first().value("exit_code"_L1).toInt(-1) == 0, run.printed().constData());
    QVERIFY2(run.message().contains(u"needle.txt"_s), run.printed().constData());
    QVERIFY2(run.errors().isEmpty(), run.printed().constData());
    QCOMPARE(upstream.model.posts, 2);
}

void TestCodexCli::aCompressedBodyArrivesByteForByte()
{
    ScriptedUpstream upstream;
    upstream.setScript(
        [](const auto &request) { request.client->write(ScriptedUpstream::answer(u"PONG"_s)); });
    CPX_START_ENGINE(engine, upstream);
    WireTap tap(QHostAddress(QHostAddress::LocalHost), engine.port());
    const QUrl base(u"http://127.0.0.1:%1/v1"_s.arg(tap.serverPort()));
    const CodexHome home(base, upstream.url(u"/backend-api/"_s), CodexHome::Login::ChatGpt);
    QVERIFY(home.isValid());

    const CodexRun run(home, u"PING through a compressed body"_s);
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.exitCode() == 0, run.printed().constData());
    QCOMPARE(run.message(), u"PONG"_s);
    QCOMPARE(upstream.posts().size(), 1);

    QList<ScriptedUpstream::Request> sent;
    for (const auto &connection : tap.connections()) {
        QByteArray bytes = connection->sent;
        while (auto request = ScriptedUpstream::takeRequest(bytes)) {
            if (request->method == "POST")
                sent += *request;
        }
    }
    QCOMPARE(sent.size(), 1);
    const ScriptedUpstream::Request &arrived = upstream.posts().first();
    QCOMPARE(arrived.target, QByteArray("/v1/responses"));
    QCOMPARE(arrived.header("content-encoding"), QByteArray("zstd"));
    QVERIFY(arrived.body == sent.first().body);
    if (transport == Transport::Direct) {
        QCOMPARE(endToEndHeaders(arrived), endToEndHeaders(sent.first()));
    } else { // Qt adds what it cannot be kept from and has an order of its own, but nothing may get lost
        const QList<QByteArray> headers = endToEndHeaders(arrived);
        for (const QByteArray &header : endToEndHeaders(sent.first()))
            QVERIFY2(headers.contains(header), header.constData());
    }
    const auto body = zstdDecompress(arrived.body, 16 * 1024 * 1024);
    QVERIFY(body);
    QVERIFY(body->contains("PING through a compressed body"));
}

void TestCodexCli::anUpstreamThatDiesOnceIsAskedAgain()
{
    ScriptedUpstream upstream;
    upstream.setScript([&upstream](const auto &request) {
        if (upstream.posts().size() > 1) {
            request.client->write(ScriptedUpstream::answer(u"PONG at last"_s));
            return;
        }
        request.client->write(ScriptedUpstream::sseHead()
                              + ScriptedUpstream::chunk(ScriptedUpstream::created())
                              + ScriptedUpstream::chunk(ScriptedUpstream::delta(u"PO"_s)));
        request.client->disconnectFromHost();
    });
    CPX_START_ENGINE(engine, upstream);
    const CodexHome home(engine.baseUrl(), upstream.url(u"/backend-api/"_s));

    const CodexRun run(home, u"PING"_s);
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.exitCode() == 0, run.printed().constData());
    QCOMPARE(run.message(), u"PONG at last"_s);
    QCOMPARE(upstream.posts().size(), 2); // the second is Codex' own: the proxy never repeats a POST
}

void TestCodexCli::anUpstreamThatKeepsDyingIsAnError()
{
    ScriptedUpstream upstream;
    upstream.setScript([](const auto &request) {
        request.client->write(ScriptedUpstream::sseHead()
                              + ScriptedUpstream::chunk(ScriptedUpstream::created())
                              + ScriptedUpstream::chunk(ScriptedUpstream::message(u"half an answer"_s)));
        request.client->disconnectFromHost();
    });
    CPX_START_ENGINE(engine, upstream);
    WireTap tap(QHostAddress(QHostAddress::LocalHost), engine.port());
    const QUrl base(u"http://127.0.0.1:%1/v1"_s.arg(tap.serverPort()));
    const CodexHome home(base, upstream.url(u"/backend-api/"_s));

    const CodexRun run(home, u"PING"_s);
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.exitCode() == 1, run.printed().constData());
    const QStringList errors = run.errors();
    QVERIFY2(!errors.isEmpty() && errors.last().startsWith(u"stream disconnected before completion"_s),
             run.printed().constData());

    // Codex asks again by itself; each of its requests reached the upstream once, and none looks complete.
    qsizetype answers = 0;
    for (const auto &connection : tap.connections()) {
        if (!connection->sent.startsWith("POST "))
            continue;
        ++answers;
        QVERIFY(connection->received.contains("half an answer"));
        QVERIFY2(!connection->received.endsWith("0\r\n\r\n"), connection->received.constData());
    }
    QCOMPARE(answers, upstream.posts().size());
}

void TestCodexCli::aRefusedPromptShowsTheReasonOfTheUpstream()
{
    const QString reason = u"The upstream says no – „précisément“."_s;
    ScriptedUpstream upstream;
    upstream.setScript([reason](const auto &request) {
        const QJsonObject error{{u"message"_s, reason},
                                {u"type"_s, u"invalid_request_error"_s},
                                {u"code"_s, u"invalid_prompt"_s}};
        const QByteArray body = QJsonDocument(QJsonObject{{u"error"_s, error}}).toJson();
        request.client->write(ScriptedUpstream::plainAnswer(400, "Bad Request", "application/json", body));
    });
    CPX_START_ENGINE(engine, upstream);
    const CodexHome home(engine.baseUrl(), upstream.url(u"/backend-api/"_s));

    const CodexRun run(home, u"PING"_s);
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.exitCode() == 1, run.printed().constData());
    QVERIFY2(run.errors() == QStringList{reason}, run.printed().constData());
    QCOMPARE(upstream.posts().size(), 1);
}

void TestCodexCli::twoCodexAreServedAtTheSameTime()
{
    // Nobody gets an answer before both have asked: if one had to wait for the other, both would wait for
    // ever.
    ScriptedUpstream upstream;
    upstream.setScript([&upstream](const auto &) {
        if (upstream.posts().size() < 2)
            return;
        for (const auto &post : upstream.posts()) {
            const bool isFirst = post.body.contains("PING number one");
            post.client->write(ScriptedUpstream::answer(isFirst ? u"PONG one"_s : u"PONG two"_s));
        }
    });
    CPX_START_ENGINE(engine, upstream);
    const CodexHome firstHome(engine.baseUrl(), upstream.url(u"/backend-api/"_s));
    const CodexHome secondHome(engine.baseUrl(), upstream.url(u"/backend-api/"_s));

    const CodexRun first(firstHome, u"PING number one"_s);
    const CodexRun second(secondHome, u"PING number two"_s);
    QTRY_VERIFY_WITH_TIMEOUT(first.isFinished() && second.isFinished(), patience);
    QVERIFY2(first.message() == u"PONG one"_s, first.printed().constData());
    QVERIFY2(second.message() == u"PONG two"_s, second.printed().constData());
    QCOMPARE(upstream.posts().size(), 2);
}

void TestCodexCli::aCodexThatIsStoppedStopsTheUpstream()
{
    ScriptedUpstream upstream;
    upstream.setScript([](const auto &request) {
        request.client->write(ScriptedUpstream::sseHead()
                              + ScriptedUpstream::chunk(ScriptedUpstream::created()));
    });
    CPX_START_ENGINE(engine, upstream);
    const CodexHome home(engine.baseUrl(), upstream.url(u"/backend-api/"_s));

    CodexRun run(home, u"PING"_s);
    QTRY_COMPARE_WITH_TIMEOUT(upstream.posts().size(), 1, patience);
    const QPointer<QTcpSocket> client = upstream.posts().first().client;
    QVERIFY(client && client->state() == QAbstractSocket::ConnectedState);
    run.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QTRY_VERIFY(!client || client->state() == QAbstractSocket::UnconnectedState);
    QCOMPARE(upstream.posts().size(), 1);
}

int main(int argc, char **argv)
{
    if (codexProgram().isEmpty())
        return skipSuite(u"the Codex CLI"_s, u"run: npm ci --prefix tests/e2e, or set CPX_CODEX"_s);
    QCoreApplication app(argc, argv);
    TestCodexCli test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_codexcli.moc"
