// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/runoptions.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Command line beats --set beats the file beats the defaults.
class RunOptionsTest : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void theStrongerSourceWins_data();
    void theStrongerSourceWins();
    void aConfigFileReplacesTheUsualOne();
    void badInputIsRefusedNamingTheOption_data();
    void badInputIsRefusedNamingTheOption();
    void unknownSettingsAreWarnings();
    void directoriesComeFromTheEnvironment();
    void theDataDirectoryCanBeMoved();
    void passthroughByOptionOrVariable_data();
    void passthroughByOptionOrVariable();

private:
    void writeSettings(const QByteArray &json, const QString &name = u"settings.json"_s)
    {
        QFile file(m_dir->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(json);
    }
    Result<RunOptions::Resolved> resolve(const QStringList &arguments) const
    {
        QCommandLineParser parser;
        RunOptions::addTo(parser);
        if (!parser.parse(QStringList(u"codex-plus"_s) + arguments))
            qFatal("the test's own command line is wrong");
        return RunOptions::resolve(parser, m_environment);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    QProcessEnvironment m_environment;
};

void RunOptionsTest::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_environment = QProcessEnvironment();
    m_environment.insert(u"HOME"_s, m_dir->path());
    m_environment.insert(u"CODEX_PLUS_CONFIG_DIR"_s, m_dir->path());
}

void RunOptionsTest::theStrongerSourceWins_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("commandLine");
    QTest::addColumn<int>("port");
    const QByteArray file(R"({"proxy":{"port":1}})");
    QTest::newRow("defaults") << QByteArray("{}") << QString() << 10000;
    QTest::newRow("file") << file << QString() << 1;
    QTest::newRow("--set over file") << file << u"--set proxy.port=2"_s << 2;
    QTest::newRow("the last --set") << file << u"--set proxy.port=2 --set proxy.port=3"_s << 3;
    QTest::newRow("option over --set") << file << u"--port 4 --set proxy.port=2"_s << 4;
    QTest::newRow("option over file") << file << u"--port 0"_s << 0;
    QTest::newRow("option over default") << QByteArray("{}") << u"--port=65535"_s << 65535;
}

void RunOptionsTest::theStrongerSourceWins()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, commandLine);
    QFETCH(int, port);
    writeSettings(file);
    auto options = resolve(commandLine.split(u' ', Qt::SkipEmptyParts));
    QVERIFY2(bool(options), options ? "" : qPrintable(options.error().message));
    QCOMPARE(int(options->config.port), port);
}

void RunOptionsTest::aConfigFileReplacesTheUsualOne()
{
    writeSettings(R"({"proxy":{"port":1},"limits":{"connections":5}})");
    writeSettings(R"({"proxy":{"port":2}})", u"other.json"_s);
    auto options = resolve({u"--config"_s, m_dir->filePath(u"other.json"_s)});
    QVERIFY(options);
    QCOMPARE(options->config.port, 2);
    QCOMPARE(options->config.limits.connections, 1024);
}

void RunOptionsTest::badInputIsRefusedNamingTheOption_data()
{
    QTest::addColumn<QString>("commandLine");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *line, const QString &said) { QTest::newRow(line) << QString::fromLatin1(line) << said; };
    for (const char *port : {"--port x", "--port -1", "--port 65536", "--port 1.5", "--port 0x10", "--port="})
        row(port, u"--port: proxy.port must be a whole number from 0 to 65535"_s);
    row("--host localhost", u"--host: proxy.host must be one of: 127.0.0.1, ::1"_s);
    row("--host 192.168.0.1", u"--host: proxy.host"_s);
    row("--upstream ftp://h", u"ftp://h"_s);
    row("--set proxy.port", u"--set: \"proxy.port\" is not of the form key=value"_s);
    row("--set a.b=1", u"--set: there is no setting a.b"_s);
    row("--config /no/such/file.json", u"--config: /no/such/file.json does not exist"_s);
    row("--project /no/such/directory", u"--project: /no/such/directory is no directory"_s);
    row("--set upstream.caFile=/no/such.pem", u"/no/such.pem holds no certificate"_s);
}

void RunOptionsTest::badInputIsRefusedNamingTheOption()
{
    QFETCH(QString, commandLine);
    QFETCH(QString, said);
    auto options = resolve(commandLine.split(u' '));
    QVERIFY(!options);
    QVERIFY2(options.error().message.contains(said), qPrintable(options.error().message));
}

void RunOptionsTest::unknownSettingsAreWarnings()
{
    writeSettings(R"({"proxy":{"port":1,"speed":2},"more":{"x":1}})");
    auto options = resolve({});
    QVERIFY(options);
    QCOMPARE(options->config.port, 1);
    QCOMPARE(options->warnings.size(), 2);
    const QString all = options->warnings.join(u'\n');
    for (const QString &said : {u"proxy.speed"_s, u"more.x"_s, m_dir->filePath(u"settings.json"_s)})
        QVERIFY2(all.contains(said), qPrintable(all));
}

void RunOptionsTest::directoriesComeFromTheEnvironment()
{
    auto options = resolve({});
    QVERIFY(options);
    QCOMPARE(options->paths.config, m_dir->path());
    QCOMPARE(options->paths.data, m_dir->filePath(u".local/state/codex-plus"_s));
    QCOMPARE(options->config.runtimeDirectory, options->paths.runtime);
    QVERIFY(!QDir(options->paths.data).exists()); // nothing is created by looking
}

void RunOptionsTest::theDataDirectoryCanBeMoved()
{
    auto options = resolve({u"--data-dir"_s, m_dir->filePath(u"d"_s)});
    QVERIFY(options);
    QCOMPARE(options->paths.data, m_dir->filePath(u"d"_s));
    QCOMPARE(options->config.recording.directory, options->paths.data);
    QCOMPARE(options->config.promptStore.directory, options->paths.data);
    QCOMPARE(options->paths.runtime, m_dir->filePath(u"d/run"_s));
    QCOMPARE(options->paths.config, m_dir->path());
}

void RunOptionsTest::passthroughByOptionOrVariable_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("variable");
    QTest::addColumn<bool>("expected");
    QTest::newRow("neither") << QStringList() << QString() << false;
    QTest::newRow("option") << QStringList{u"--passthrough"_s} << QString() << true;
    QTest::newRow("variable") << QStringList() << u"true"_s << true;
    QTest::newRow("variable set otherwise") << QStringList() << u"false"_s << false;
}

void RunOptionsTest::passthroughByOptionOrVariable()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, variable);
    QFETCH(bool, expected);
    if (!variable.isEmpty())
        m_environment.insert(u"CODEX_PLUS_LOGGING_MODE"_s, variable);
    auto options = resolve(arguments);
    QVERIFY(options);
    QCOMPARE(options->config.passthrough, expected);
}

QTEST_GUILESS_MAIN(RunOptionsTest)
#include "tst_runoptions.moc"
