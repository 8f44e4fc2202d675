// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <memory>
#include <sys/stat.h>

using namespace cpx;
using namespace Qt::StringLiterals;

namespace {

int modeOf(const QString &path)
{
    struct stat info = {};
    return ::stat(QFile::encodeName(path).constData(), &info) == 0 ? int(info.st_mode & 0777) : -1;
}

} // namespace

/// `codex-plus serve` as a user meets it: what it prints, leaves behind and returns.
class ServeTest : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void oneLineSaysWhereItListens();
    void aSignalEndsItInOrder_data();
    void aSignalEndsItInOrder();
    void aTakenPortIsExplainedWithItsOwner();
    void statusFindsWhatRuns();
    void statusForgetsWhatCrashed();
    void statusTellsWhatIsRecorded();
    void statusTellsOfPassthrough_data();
    void statusTellsOfPassthrough();
    void whatItKeepsIsPrivate();
    void whatItRecordsCanBeReadWhileItRunsAndAfterItWasKilled();
    void brokenSettingsStopItAndStayAsTheyAre_data();
    void brokenSettingsStopItAndStayAsTheyAre();
    void anAddressBeyondThisComputerIsRefused_data();
    void anAddressBeyondThisComputerIsRefused();
    void unknownSettingsAreOnlyWarnings();
    void withoutAHomeItSaysWhatToSet();
    void aReadOnlyHomeDoesNotStopIt();
    void lostOutputDoesNotStopIt_data();
    void lostOutputDoesNotStopIt();

private:
    QString runtime() const { return m_home->filePath(u".local/state/codex-plus/run"_s); }
    QStringList notes() const { return QDir(runtime()).entryList({u"engine-*.json"_s}, QDir::Files); }
    QJsonObject status(int *exitCode = nullptr) const
    {
        Program program(m_home->path());
        program.start({u"status"_s, u"--json"_s});
        program.process.waitForFinished(patience);
        if (exitCode)
            *exitCode = program.process.exitCode();
        return QJsonDocument::fromJson(program.out()).object();
    }
    /// The answer to GET /health.
    static QByteArray health(quint16 port) { return request("GET /health", port); }
    static QByteArray request(const QByteArray &line, quint16 port)
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, port);
        if (!socket.waitForConnected(patience))
            return "not connected";
        socket.write(line + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) + "\r\nConnection: close\r\n\r\n");
        while (socket.waitForReadyRead(patience)) { }
        return socket.readAll();
    }

    std::unique_ptr<QTemporaryDir> m_home;
};

void ServeTest::init()
{
    m_home = std::make_unique<QTemporaryDir>();
}

void ServeTest::oneLineSaysWhereItListens()
{
    Program serve(m_home->path());
    serve.start({u"serve"_s, u"--port"_s, u"0"_s});
    QTRY_VERIFY_WITH_TIMEOUT(serve.isListening(), patience);
    QVERIFY(health(serve.port()).startsWith("HTTP/1.1 200 "));
    serve.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(serve.hasEnded(), patience);
    static const QRegularExpression shape(u"^listening on http://127\\.0\\.0\\.1:\\d+\n$"_s);
    QVERIFY2(shape.match(QString::fromUtf8(serve.out())).hasMatch(), serve.out().constData());
    QCOMPARE(serve.err(), "");
}

void ServeTest::aSignalEndsItInOrder_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void ServeTest::aSignalEndsItInOrder()
{
    QFETCH(int, number);
    Program serve(m_home->path());
    serve.start({u"serve"_s, u"--port"_s, u"0"_s});
    QTRY_VERIFY_WITH_TIMEOUT(serve.isListening(), patience);
    QCOMPARE(notes().size(), 1);
    ::kill(pid_t(serve.process.processId()), number);
    QTRY_VERIFY_WITH_TIMEOUT(serve.hasEnded(), patience);
    QCOMPARE(serve.process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(serve.process.exitCode(), 0);
    QCOMPARE(notes(), QStringList());
}

void ServeTest::aTakenPortIsExplainedWithItsOwner()
{
    Program first(m_home->path());
    first.start({u"serve"_s, u"--port"_s, u"0"_s});
    QTRY_VERIFY_WITH_TIMEOUT(first.isListening(), patience);

    Program second(m_home->path());
    second.start({u"serve"_s, u"--port"_s, QString::number(first.port())});
    QTRY_VERIFY_WITH_TIMEOUT(second.hasEnded(), patience);
    QCOMPARE(second.process.exitCode(), 1);
    QCOMPARE(second.out(), "");
    const QString said = QString::fromUtf8(second.err());
    static const QRegularExpression shape(u"^codex-plus: [^(]+ \\(.+; .+\\)\n$"_s); // what (why; what to do)
    QVERIFY2(shape.match(said).hasMatch(), qPrintable(said));
    QVERIFY2(said.contains(u"port %1 "_s.arg(first.port())), qPrintable(said));
    QVERIFY2(said.contains(u"process %1)"_s.arg(first.process.processId())), qPrintable(said));
    QVERIFY(health(first.port()).startsWith("HTTP/1.1 200 ")); // and does no harm
    QCOMPARE(notes().size(), 1);
}

void ServeTest::statusFindsWhatRuns()
{
    Program a(m_home->path());
    Program b(m_home->path());
    for (Program *serve : {&a, &b})
        serve->start({u"serve"_s, u"--port"_s, u"0"_s, u"--upstream"_s, u"https://a.example/v1"_s});
    QTRY_VERIFY_WITH_TIMEOUT(a.isListening() && b.isListening(), patience);
    int exitCode = -1;
    const QJsonObject json = status(&exitCode);
    QCOMPARE(exitCode, 0);
    QCOMPARE(json.value(u"running"_s).toBool(), true);
    QMap<qint64, int> found;
    for (const QJsonValue &engine : json.value(u"engines"_s).toArray()) {
        found.insert(engine[u"pid"_s].toInteger(), engine[u"port"_s].toInt());
        QCOMPARE(engine[u"upstream"_s].toString(), u"https://a.example/v1"_s);
        QCOMPARE(engine[u"url"_s].toString(), u"http://127.0.0.1:%1"_s.arg(engine[u"port"_s].toInt()));
    }
    QCOMPARE(found, (QMap<qint64, int>{{a.process.processId(), a.port()}, {b.process.processId(), b.port()}}));

    for (Program *serve : {&a, &b}) {
        serve->terminate();
        QTRY_VERIFY_WITH_TIMEOUT(serve->hasEnded(), patience);
    }
    QCOMPARE(status(&exitCode).value(u"running"_s).toBool(), false);
    QCOMPARE(exitCode, 1);
}

void ServeTest::statusForgetsWhatCrashed()
{
    Program serve(m_home->path());
    serve.start({u"serve"_s, u"--port"_s, u"0"_s});
    QTRY_VERIFY_WITH_TIMEOUT(serve.isListening(), patience);
    serve.process.kill();
    QTRY_VERIFY_WITH_TIMEOUT(serve.hasEnded(), patience);
    QCOMPARE(notes().size(), 1); // nobody was left to remove it
    QCOMPARE(status().value(u"running"_s).toBool(true), false);
}

void ServeTest::whatItKeepsIsPrivate()
{
    Program serve(m_home->path());
    serve.startIn(u"umask 0; exec \"$@\""_s, {u"serve"_s, u"--port"_s, u"0"_s});
    QTRY_VERIFY_WITH_TIMEOUT(serve.isListening(), patience);
    QCOMPARE(notes().size(), 1);
    QCOMPARE(modeOf(runtime() + u'/' + notes().constFirst()), 0600);
    QString path = m_home->path();
    for (const QString &name : {u".local"_s, u"state"_s, u"codex-plus"_s, u"run"_s}) {
        path += u'/' + name;
        QVERIFY2(modeOf(path) == 0700, qPrintable(u"%1: %2"_s.arg(path, QString::number(modeOf(path), 8))));
    }
}

void ServeTest::statusTellsOfPassthrough_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<bool>("isPassthrough");
    const QString plain = u"exec \"$@\""_s;
    QTest::newRow("neither") << plain << QStringList() << false;
    QTest::newRow("the option") << plain << QStringList{u"--passthrough"_s} << true;
    QTest::newRow("the variable") << u"export CODEX_PLUS_LOGGING_MODE=true; exec \"$@\""_s << QStringList() << true;
}

void ServeTest::statusTellsOfPassthrough()
{
    QFETCH(QString, script);
    QFETCH(QStringList, options);
    QFETCH(bool, isPassthrough);
    Program serve(m_home->path());
    serve.startIn(script, QStringList{u"serve"_s, u"--port"_s, u"0"_s} + options);
    QTRY_VERIFY_WITH_TIMEOUT(serve.isListening(), patience);
    QCOMPARE(status().value(u"engines"_s)[0][u"passthrough"_s].toBool(), isPassthrough);
    Program asking(m_home->path());
    asking.start({u"status"_s});
    QTRY_VERIFY_WITH_TIMEOUT(asking.hasEnded(), patience);
    QCOMPARE(asking.out().contains("  passthrough: nothing changes requests or answers\n"), isPassthrough);
    serve.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(serve.hasEnded(), patience);
}

void ServeTest::statusTellsWhatIsRecorded()
{
    Program serve(m_home->path());
    serve.start({u"serve"_s, u"--port"_s, u"0"_s, u"--set"_s, u"recording=metadata"_s});
    QTRY_VERIFY_WITH_TIMEOUT(serve.isListening(), patience);
    Program asking(m_home->path());
    asking.start({u"status"_s});
    QTRY_VERIFY_WITH_TIMEOUT(asking.hasEnded(), patience);
    QVERIFY2(asking.out().contains("  recording: metadata\n"), asking.out().constData());
    QVERIFY2(!asking.out().contains("attention"), asking.out().constData());
    serve.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(serve.hasEnded(), patience);

    QFile blocking(m_home->filePath(u"file"_s));
    QVERIFY(blocking.open(QIODevice::WriteOnly));
    Program failing(m_home->path());
    failing.start({u"serve"_s, u"--port"_s, u"0"_s, u"--set"_s, u"recording=full"_s, u"--data-dir"_s, blocking.fileName()});
    QTRY_VERIFY_WITH_TIMEOUT(failing.isListening(), patience); // a store that cannot be opened does not stop it
    QTRY_VERIFY_WITH_TIMEOUT(failing.err().contains("requests are not recorded: "), patience);
    QVERIFY2(health(failing.port()).contains("\"recording_problem\":"), failing.err().constData());
}

void ServeTest::whatItRecordsCanBeReadWhileItRunsAndAfterItWasKilled()
{
    const QString place = m_home->filePath(u"elsewhere"_s);
    const auto recorded = [&] {
        Program requests(m_home->path());
        requests.start({u"requests"_s, u"list"_s, u"--json"_s, u"--data-dir"_s, place});
        requests.process.waitForFinished(patience);
        return QJsonDocument::fromJson(requests.out()).array();
    };
    QTcpServer nobody; // an upstream that is not there
    QVERIFY(nobody.listen(QHostAddress::LocalHost));
    const QString upstream = u"http://127.0.0.1:%1"_s.arg(nobody.serverPort());
    nobody.close();
    Program serve(m_home->path());
    serve.start({u"serve"_s, u"--port"_s, u"0"_s, u"--upstream"_s, upstream, u"--data-dir"_s, place, u"--set"_s, u"recording=full"_s});
    QTRY_VERIFY_WITH_TIMEOUT(serve.isListening(), patience);
    QVERIFY(request("GET /v1/models", serve.port()).startsWith("HTTP/1.1 502 "));
    QTRY_COMPARE_WITH_TIMEOUT(recorded().size(), 1, patience);
    QCOMPARE(recorded().at(0)[u"target"_s].toString(), u"/v1/models"_s);
    QCOMPARE(modeOf(place), 0700);
    for (const QString &name : QDir(place).entryList(QDir::Files))
        QCOMPARE(modeOf(place + u'/' + name), 0600);

    serve.process.kill();
    QTRY_VERIFY_WITH_TIMEOUT(serve.hasEnded(), patience);
    QCOMPARE(recorded().size(), 1);
    Program again(m_home->path());
    again.start({u"serve"_s, u"--port"_s, u"0"_s, u"--upstream"_s, upstream, u"--data-dir"_s, place, u"--set"_s, u"recording=full"_s});
    QTRY_VERIFY_WITH_TIMEOUT(again.isListening(), patience);
    QVERIFY(request("GET /v1/models", again.port()).startsWith("HTTP/1.1 502 "));
    again.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(again.hasEnded(), patience);
    QCOMPARE(recorded().size(), 2);
    QCOMPARE(again.err(), "");
    QVERIFY(!QFileInfo::exists(m_home->filePath(u".local/state/codex-plus/requests.sqlite"_s)));
}

void ServeTest::brokenSettingsStopItAndStayAsTheyAre_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("broken JSON") << QByteArray("{\n  \"proxy\": {\n    \"port\": 0,\n  }\n}\n") << QByteArray("line 4, column");
    QTest::newRow("bad value") << QByteArray("{\"proxy\":\n{\"port\": \"x\"}}") << QByteArray("line 2: proxy.port must be");
    QTest::newRow("empty") << QByteArray() << QByteArray("is empty");
}

void ServeTest::brokenSettingsStopItAndStayAsTheyAre()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, said);
    QVERIFY(QDir(m_home->path()).mkpath(u".config/codex-plus"_s));
    const QString path = m_home->filePath(u".config/codex-plus/settings.json"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.write(json);
    file.close();

    Program serve(m_home->path());
    serve.start({u"serve"_s});
    QTRY_VERIFY_WITH_TIMEOUT(serve.hasEnded(), patience);
    QCOMPARE(serve.process.exitCode(), 1);
    QCOMPARE(serve.out(), "");
    QVERIFY2(serve.err().startsWith("codex-plus: cannot start the proxy (" + path.toUtf8()), serve.err().constData());
    QVERIFY2(serve.err().contains(said), serve.err().constData());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), json);
    QCOMPARE(QDir(m_home->filePath(u".config/codex-plus"_s)).entryList(QDir::Files | QDir::Hidden), QStringList{u"settings.json"_s});
}

void ServeTest::anAddressBeyondThisComputerIsRefused_data()
{
    QTest::addColumn<QString>("address");
    for (const char *address : {"0.0.0.0", "::", "192.0.2.1", "example.org", "localhost", "*", "127.0.0.1,0.0.0.0", "::ffff:0.0.0.0", ""})
        QTest::addRow("BND-1 \"%s\"", address) << QString::fromLatin1(address);
}

void ServeTest::anAddressBeyondThisComputerIsRefused()
{
    QFETCH(QString, address);
    for (const QStringList &way : {QStringList{u"--host"_s, address}, QStringList{u"--set"_s, u"proxy.host="_s + address}}) {
        Program serve(m_home->path());
        serve.start(QStringList{u"serve"_s, u"--port"_s, u"0"_s} + way);
        QTRY_VERIFY_WITH_TIMEOUT(serve.hasEnded(), patience);
        QCOMPARE(serve.process.exitCode(), 2);
        QCOMPARE(serve.out(), "");
        QVERIFY2(serve.err().contains("proxy.host must be one of: 127.0.0.1, ::1"), serve.err().constData());
    }
    QVERIFY(QDir(m_home->path()).mkpath(u".config/codex-plus"_s));
    QFile file(m_home->filePath(u".config/codex-plus/settings.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QJsonDocument(QJsonObject{{u"proxy"_s, QJsonObject{{u"host"_s, address}, {u"port"_s, 0}}}}).toJson());
    file.close();
    Program serve(m_home->path());
    serve.start({u"serve"_s});
    QTRY_VERIFY_WITH_TIMEOUT(serve.hasEnded(), patience);
    QCOMPARE(serve.process.exitCode(), 1);
    QCOMPARE(serve.out(), "");
    QVERIFY2(serve.err().contains("proxy.host must be one of"), serve.err().constData());
}

void ServeTest::unknownSettingsAreOnlyWarnings()
{
    QFile file(m_home->filePath(u"mine.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"future\": 1, \"proxy\": {\"port\": 0}}");
    file.close();
    Program serve(m_home->path());
    serve.start({u"serve"_s, u"--config"_s, file.fileName()});
    QTRY_VERIFY_WITH_TIMEOUT(serve.isListening(), patience);
    QVERIFY2(serve.err().startsWith("codex-plus: " + file.fileName().toUtf8() + ": the setting future is unknown"), serve.err().constData());
}

void ServeTest::withoutAHomeItSaysWhatToSet()
{
    Program serve((QString()));
    serve.start({u"serve"_s, u"--port"_s, u"0"_s});
    QTRY_VERIFY_WITH_TIMEOUT(serve.hasEnded(), patience);
    QCOMPARE(serve.process.exitCode(), 1);
    QVERIFY2(serve.err().contains("set HOME, or CODEX_PLUS_CONFIG_DIR and CODEX_PLUS_DATA_DIR"), serve.err().constData());
}

void ServeTest::aReadOnlyHomeDoesNotStopIt()
{
    // A file in the way works for root, too, whom no permission stops.
    QFile file(m_home->filePath(u".local"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    Program serve(m_home->path());
    serve.start({u"serve"_s, u"--port"_s, u"0"_s});
    QTRY_VERIFY_WITH_TIMEOUT(serve.isListening(), patience);
    QVERIFY(health(serve.port()).startsWith("HTTP/1.1 200 "));
    QVERIFY2(serve.err().contains("codex-plus status will not see this proxy"), serve.err().constData());
}

void ServeTest::lostOutputDoesNotStopIt_data()
{
    QTest::addColumn<QString>("script");
    QTest::newRow("stdout closed") << u"exec \"$@\" >&-"_s;
    QTest::newRow("everything closed") << u"exec \"$@\" <&- >&- 2>&-"_s;
    QTest::newRow("full device") << u"exec \"$@\" >/dev/full 2>/dev/full"_s;
    QTest::newRow("a reader that left") << u"mkfifo \"$HOME/p\"; (: <\"$HOME/p\") & exec \"$@\" >\"$HOME/p\" 2>&1"_s;
}

void ServeTest::lostOutputDoesNotStopIt()
{
    QFETCH(QString, script);
    Program serve(m_home->path());
    serve.startIn(script, {u"serve"_s, u"--port"_s, u"0"_s, u"--set"_s, u"limits.drainMs=0"_s});
    QTRY_COMPARE_WITH_TIMEOUT(notes().size(), 1, patience);
    const quint16 port = notes().constFirst().section(u'-', 1).section(u'.', 0, 0).toUShort();
    QVERIFY(health(port).startsWith("HTTP/1.1 200 "));
    QVERIFY(!health(port).contains("listening"));
    serve.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(serve.hasEnded(), patience);
    QCOMPARE(serve.process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(serve.process.exitCode(), 0);
}

QTEST_GUILESS_MAIN(ServeTest)
#include "tst_serve.moc"
