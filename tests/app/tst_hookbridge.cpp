// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/trust/truststore.h"
#include "core/textfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

using namespace cpx;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 20'000; ///< milliseconds; for busy machines

const QByteArray denial = R"({"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"no rm"}})";

/// What an engine does at the address of events, said over a plain socket.
class FakeEngine
{
public:
    enum class Manner { Answers, Refuses, LosesTheAnswer };

    FakeEngine(const QString &runtime, Manner manner, const QByteArray &answer = {}, qint64 pid = QCoreApplication::applicationPid())
    {
        m_server.listen(QHostAddress::LocalHost);
        const QByteArray port = QByteArray::number(m_server.serverPort());
        QDir().mkpath(runtime);
        const QString at = runtime + u'/';
        m_isReady = writeTextFile(at + u"engine-%1.json"_s.arg(m_server.serverPort()),
                                  R"({"pid":)" + QByteArray::number(pid) + R"(,"port":)" + port + R"(,"url":"http://127.0.0.1:)" + port + R"("})")
            && writeTextFile(at + u"control-%1.token"_s.arg(m_server.serverPort()), "the-token");
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this, manner, answer] {
            QTcpSocket *client = m_server.nextPendingConnection();
            QObject::connect(client, &QTcpSocket::readyRead, client, [this, manner, answer, client] { read(client, manner, answer); });
        });
    }

    bool isReady() const { return m_isReady; }
    const QByteArray &head() const { return m_head; }
    const QByteArray &body() const { return m_body; } ///< all bodies

private:
    void read(QTcpSocket *client, Manner manner, const QByteArray &answer)
    {
        QByteArray bytes = client->readAll();
        if (const qsizetype end = bytes.indexOf("\r\n\r\n"); end >= 0 && bytes.startsWith("POST ")) {
            m_head = bytes.first(end);
            client->write(manner == Manner::Refuses ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n" : "HTTP/1.1 100 Continue\r\n\r\n");
            return;
        }
        m_body += bytes;
        if (!bytes.trimmed().endsWith('}'))
            return;
        if (manner == Manner::Answers)
            client->write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(answer.size()) + "\r\n\r\n" + answer);
        client->disconnectFromHost();
    }

    QTcpServer m_server;
    QByteArray m_head;
    QByteArray m_body;
    bool m_isReady = false;
};

} // namespace

/// The real program, called as Codex calls its hooks.
class HookBridgeTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void theEngineIsAsked();
    void anEngineWithNothingToSayIsSilent();
    void withoutAnEngineTheHooksRunHere();
    void whatNobodyTrustsDoesNotRun();
    void anEngineThatKnowsNoHooksIsNoEngine();
    void anEngineThatIsLostLetsGatesRunTwiceAndNothingElse_data();
    void anEngineThatIsLostLetsGatesRunTwiceAndNothingElse();
    void anEngineThatIsGoneIsNotAsked();
    void hooksThatAreTurnedOffDoNotRun();
    void hooksInTheBackgroundAreWaitedFor();
    void whateverIsWrongCodexHearsNothing_data();
    void whateverIsWrongCodexHearsNothing();

private:
    QString project() const { return m_directory->filePath(u"project"_s); }
    QString runtime() const { return m_directory->filePath(u"run"_s); }
    QByteArray event(const QString &name, const QString &command) const
    {
        const QJsonObject json{{u"session_id"_s, u"s"_s}, {u"turn_id"_s, u"t"_s}, {u"cwd"_s, project()}, {u"hook_event_name"_s, name},
                               {u"tool_name"_s, u"Bash"_s}, {u"tool_input"_s, QJsonObject{{u"command"_s, command}}}, {u"source"_s, u"startup"_s}};
        return QJsonDocument(json).toJson(QJsonDocument::Compact);
    }
    /// One hook for an event in the project's settings file, trusted or not.
    void addHook(const QString &eventName, const QString &command, bool isTrusted = true, bool isAsync = false) const
    {
        const QJsonObject hook{{u"type"_s, u"command"_s}, {u"command"_s, command}, {u"async"_s, isAsync}};
        const QJsonObject settings{{u"hooks"_s, QJsonObject{{eventName, QJsonArray{QJsonObject{{u"hooks"_s, QJsonArray{hook}}}}}}}};
        const QString path = project() + u"/.codexplus/settings.json"_s;
        QVERIFY(writeTextFile(path, QJsonDocument(settings).toJson()));
        const auto subject = TrustSubject::ofFile(path);
        QVERIFY(subject);
        if (isTrusted)
            QVERIFY(TrustStore(m_directory->filePath(u"data"_s)).trust({*subject}));
    }
    /// Runs `codex-plus hook-bridge`; its standard output.
    QByteArray run(const QByteArray &input) const
    {
        QProcessEnvironment environment;
        environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
        environment.insert(u"HOME"_s, m_directory->filePath(u"home"_s));
        environment.insert(u"CODEX_PLUS_DATA_DIR"_s, m_directory->filePath(u"data"_s));
        environment.insert(u"CODEX_PLUS_CONFIG_DIR"_s, m_directory->filePath(u"config"_s));
        environment.insert(u"CODEX_PLUS_RUNTIME_DIR"_s, runtime());
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(CPX_PROGRAM), {u"hook-bridge"_s});
        process.write(input);
        process.closeWriteChannel();
        // The event loop must run: the fake engine is in this thread.
        if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, patience))
            return "timeout";
        if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
            return "exit code " + QByteArray::number(process.exitCode());
        return process.readAllStandardOutput() + process.readAllStandardError();
    }
    QString marker() const { return m_directory->filePath(u"marker"_s); }
    QByteArray marked() const { return readTextFile(marker(), 1000).hasValue() ? *readTextFile(marker(), 1000) : QByteArray(); }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void HookBridgeTest::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir().mkpath(project() + u"/.codexplus"_s));
    QVERIFY(QDir().mkpath(project() + u"/.git"_s));
    QVERIFY(QDir().mkpath(m_directory->filePath(u"home"_s)));
    QVERIFY(QDir().mkpath(m_directory->filePath(u"config"_s)));
}

void HookBridgeTest::theEngineIsAsked()
{
    addHook(u"PreToolUse"_s, u"touch %1"_s.arg(marker()));
    FakeEngine engine(runtime(), FakeEngine::Manner::Answers, denial);
    QVERIFY(engine.isReady());
    const QByteArray payload = event(u"PreToolUse"_s, u"rm x"_s);
    QCOMPARE(run(payload), denial + '\n');
    QCOMPARE(engine.body(), payload);
    QVERIFY2(engine.head().startsWith("POST /codexplus/v1/hooks/events HTTP/1.1\r\n"), engine.head().constData());
    QVERIFY(engine.head().contains("Authorization: Bearer the-token\r\n"));
    QVERIFY(!QFileInfo::exists(marker())); // not here, too
}

void HookBridgeTest::anEngineWithNothingToSayIsSilent()
{
    FakeEngine engine(runtime(), FakeEngine::Manner::Answers, "{}");
    QCOMPARE(run(event(u"PreToolUse"_s, u"ls"_s)), QByteArray());
    QVERIFY(!engine.body().isEmpty());
}

void HookBridgeTest::withoutAnEngineTheHooksRunHere()
{
    QCOMPARE(run(event(u"PreToolUse"_s, u"rm x"_s)), QByteArray());
    addHook(u"PreToolUse"_s, u"grep -q '\"command\":\"rm' && { echo 'no rm' >&2; exit 2; }; exit 0"_s);
    QCOMPARE(run(event(u"PreToolUse"_s, u"rm x"_s)), denial + '\n');
    QCOMPARE(run(event(u"PreToolUse"_s, u"ls"_s)), QByteArray());
    QCOMPARE(run(event(u"PostToolUse"_s, u"rm x"_s)), QByteArray());
}

void HookBridgeTest::whatNobodyTrustsDoesNotRun()
{
    addHook(u"SessionStart"_s, u"touch %1"_s.arg(marker()), false);
    QCOMPARE(run(event(u"PreToolUse"_s, u"ls"_s)), QByteArray());
    // Said once, when the session starts.
    const QJsonObject answer = QJsonDocument::fromJson(run(event(u"SessionStart"_s, u""_s))).object();
    QVERIFY(answer.value(u"systemMessage"_s).toString().contains(u"settings.json is not trusted and ignored"_s));
    QVERIFY(!QFileInfo::exists(marker()));
}

void HookBridgeTest::anEngineThatKnowsNoHooksIsNoEngine()
{
    addHook(u"PreToolUse"_s, u"echo 'no rm' >&2; exit 2"_s);
    FakeEngine engine(runtime(), FakeEngine::Manner::Refuses);
    QCOMPARE(run(event(u"PreToolUse"_s, u"rm x"_s)), denial + '\n');
    QVERIFY(!engine.head().isEmpty());
    QVERIFY(engine.body().isEmpty());
}

void HookBridgeTest::anEngineThatIsLostLetsGatesRunTwiceAndNothingElse_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("expected");
    for (const QString &name : {u"PreToolUse"_s, u"UserPromptSubmit"_s, u"PermissionRequest"_s})
        QTest::newRow(qPrintable(name)) << name << QByteArray("ran");
    for (const QString &name : {u"PostToolUse"_s, u"Stop"_s, u"SessionStart"_s})
        QTest::newRow(qPrintable(name)) << name << QByteArray();
}

void HookBridgeTest::anEngineThatIsLostLetsGatesRunTwiceAndNothingElse()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, expected);
    addHook(name, u"printf ran > %1"_s.arg(marker()));
    FakeEngine engine(runtime(), FakeEngine::Manner::LosesTheAnswer);
    QCOMPARE(run(event(name, u"ls"_s)), QByteArray());
    QVERIFY(!engine.body().isEmpty());
    QCOMPARE(marked(), expected);
}

void HookBridgeTest::anEngineThatIsGoneIsNotAsked()
{
    FakeEngine engine(runtime(), FakeEngine::Manner::Answers, denial, 999'999'999);
    QCOMPARE(run(event(u"PreToolUse"_s, u"rm x"_s)), QByteArray());
    QVERIFY(engine.head().isEmpty());
}

void HookBridgeTest::hooksThatAreTurnedOffDoNotRun()
{
    addHook(u"PreToolUse"_s, u"touch %1; exit 2"_s.arg(marker()));
    QVERIFY(writeTextFile(m_directory->filePath(u"config/settings.json"_s), R"({"hooks":{"enabled":false}})"));
    QCOMPARE(run(event(u"PreToolUse"_s, u"rm x"_s)), QByteArray());
    QVERIFY(!QFileInfo::exists(marker()));
}

void HookBridgeTest::hooksInTheBackgroundAreWaitedFor()
{
    addHook(u"PostToolUse"_s, u"sleep 0.3; printf ran > %1"_s.arg(marker()), true, true);
    QCOMPARE(run(event(u"PostToolUse"_s, u"ls"_s)), QByteArray());
    QCOMPARE(marked(), "ran");
}

void HookBridgeTest::whateverIsWrongCodexHearsNothing_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("{\"hook_event_name\"");
    QTest::newRow("no object") << QByteArray("[1]");
    QTest::newRow("no event") << QByteArray("{\"a\":1}");
    QTest::newRow("an event of Codex alone") << QByteArray(R"({"session_id":"s","cwd":"/","hook_event_name":"PreModelRequest"})");
    QTest::newRow("more than 16 MiB") << "{\"a\":\"" + QByteArray(16 * 1024 * 1024, 'x') + "\"}";
}

void HookBridgeTest::whateverIsWrongCodexHearsNothing()
{
    QFETCH(QByteArray, input);
    QCOMPARE(run(input), QByteArray());
}

QTEST_GUILESS_MAIN(HookBridgeTest)
#include "tst_hookbridge.moc"
