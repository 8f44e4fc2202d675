// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bridgeengines.h"
#include "core/textfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

namespace {

QList<InstanceFile::Entry> threeEngines()
{
    return {{1, 10000, u"http://127.0.0.1:10000"_s}, {2, 10001, u"http://127.0.0.1:10001"_s}, {3, 10002, u"http://127.0.0.1:10002"_s}};
}

QString printed(const QList<InstanceFile::Entry> &engines)
{
    QStringList ports;
    for (const InstanceFile::Entry &engine : engines)
        ports += QString::number(engine.port);
    return ports.join(u' ');
}

} // namespace

/// Which engine the bridge asks.
class BridgeEnginesTest : public QObject
{
    Q_OBJECT

private slots:
    void theLikeliestComesFirst_data();
    void theLikeliestComesFirst();
    void onlyProcessesThatAreThereCount();
    void theConfigurationOfCodexIsRead();
};

void BridgeEnginesTest::theLikeliestComesFirst_data()
{
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QByteArray &config, const QString &variable, const QString &expected) {
        QTest::newRow(name) << config << variable << expected;
    };
    row("nothing known", "", u""_s, u"10000 10001 10002"_s);
    row("base URL", "model = \"x\"\nopenai_base_url = \"http://127.0.0.1:10001/v1\"\n", u""_s, u"10001 10000 10002"_s);
    row("base URL of a provider", "[model_providers.codexplus]\n  base_url='http://localhost:10002/v1'\n", u""_s, u"10002 10000 10001"_s);
    row("variable", "", u"10002"_s, u"10002 10000 10001"_s);
    row("base URL before variable", "openai_base_url=\"http://[::1]:10001\"", u"10002"_s, u"10001 10002 10000"_s);
    row("base URL before a provider's", "base_url = \"http://127.0.0.1:10002\"\nopenai_base_url = \"http://127.0.0.1:10001\"", u""_s, u"10001 10002 10000"_s);
    row("of another computer", "openai_base_url = \"http://10.0.0.1:10001/v1\"", u""_s, u"10000 10001 10002"_s);
    row("of no engine", "openai_base_url = \"http://127.0.0.1:9/v1\"", u"x"_s, u"10000 10001 10002"_s);
    row("commented out", "# openai_base_url = \"http://127.0.0.1:10001/v1\"", u""_s, u"10000 10001 10002"_s);
}

void BridgeEnginesTest::theLikeliestComesFirst()
{
    QFETCH(QByteArray, config);
    QFETCH(QString, variable);
    QFETCH(QString, expected);
    QCOMPARE(printed(enginesInOrder(threeEngines(), config, variable)), expected);
}

void BridgeEnginesTest::onlyProcessesThatAreThereCount()
{
    const QTemporaryDir directory;
    const auto note = [&directory](int port, qint64 pid) {
        const QByteArray number = QByteArray::number(port);
        QVERIFY(writeTextFile(directory.filePath(u"engine-%1.json"_s.arg(port)),
                              "{\"pid\":" + QByteArray::number(pid) + ",\"port\":" + number + ",\"url\":\"http://127.0.0.1:" + number + "\"}"));
    };
    QVERIFY(enginesForBridge(directory.path(), {}).isEmpty());
    note(10000, 999'999'999);
    note(10001, QCoreApplication::applicationPid());
    QCOMPARE(printed(enginesForBridge(directory.path(), {})), u"10001"_s);
}

void BridgeEnginesTest::theConfigurationOfCodexIsRead()
{
    const QTemporaryDir directory;
    for (const QByteArray port : {"10000", "10001"}) {
        QVERIFY(writeTextFile(directory.filePath(u"engine-%1.json"_s.arg(QString::fromLatin1(port))),
                              "{\"pid\":" + QByteArray::number(QCoreApplication::applicationPid()) + ",\"port\":" + port + ",\"url\":\"http://127.0.0.1:" + port + "\"}"));
    }
    QProcessEnvironment environment;
    environment.insert(u"CODEX_HOME"_s, directory.path());
    QCOMPARE(printed(enginesForBridge(directory.path(), environment)), u"10000 10001"_s);
    environment.insert(u"CODEX_PLUS_PORT"_s, u"10001"_s);
    QCOMPARE(printed(enginesForBridge(directory.path(), environment)), u"10001 10000"_s);
    QVERIFY(writeTextFile(directory.filePath(u"config.toml"_s), "openai_base_url = \"http://127.0.0.1:10000/v1\"\n"));
    QCOMPARE(printed(enginesForBridge(directory.path(), environment)), u"10000 10001"_s);
}

QTEST_GUILESS_MAIN(BridgeEnginesTest)
#include "tst_bridgeengines.moc"
