// SPDX-License-Identifier: GPL-3.0-or-later
#include "codexhome.h"
#include "codexprogram.h"
#include "codexrun.h"
#include "e2efixture.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>

using namespace cpx;
using namespace cpx::e2e;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000; ///< milliseconds

QString codexPlus()
{
    return QStringLiteral(CPX_E2E_CODEX_PLUS);
}

/// The environment of `home`, with the directories of Codex-Plus in it and our Codex chosen.
QProcessEnvironment productEnvironment(const CodexHome &home)
{
    auto environment = home.environment();
    environment.insert(u"CODEX_PLUS_CODEX"_s, codexProgram());
    for (const QString &name : {u"CONFIG"_s, u"DATA"_s, u"RUNTIME"_s})
        environment.insert(u"CODEX_PLUS_%1_DIR"_s.arg(name),
                           home.home() + u"/codex-plus-"_s + name.toLower());
    return environment;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The settings of `environment` name this upstream, and a token if there is one.
bool writeSettings(const CodexHome &home, const QProcessEnvironment &environment, const QUrl &upstream, const QString &token = {})
{
    const QString directory = environment.value(u"CODEX_PLUS_CONFIG_DIR"_s);
    return QDir().mkpath(directory)
        && home.writeFile(directory + u"/settings.json"_s,
                          uR"({"upstream":{"url":"%1"},"proxy":{"clientToken":"%2"}})"_s.arg(upstream.toString(), token).toUtf8());
}

/// How many requests the engine at this address has sent upstream; -1 when it does not say.
int requestsOf(const QString &endpoint)
{
    QNetworkAccessManager network;
    const std::unique_ptr<QNetworkReply> reply(network.get(QNetworkRequest(QUrl(endpoint + u"/health"_s))));
    if (!QTest::qWaitFor([&] { return reply->isFinished(); }))
        return -1;
    return QJsonDocument::fromJson(reply->readAll()).object().value(u"requests"_s).toInt(-1);
}

/// `codex-plus serve` in front of `upstream`, until this object ends.
class Served
{
public:
    Served(const QUrl &upstream, const QProcessEnvironment &environment)
    {
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(codexPlus(), {u"serve"_s, u"--port"_s, u"0"_s, u"--upstream"_s, upstream.toString()});
    }
    ~Served()
    {
        m_process.kill();
        m_process.waitForFinished(5000);
    }

    /// From the one line that says where it listens; empty until then.
    QString url()
    {
        m_printed += m_process.readAll();
        const QString text = QString::fromUtf8(m_printed);
        return text.endsWith(u'\n') ? text.section(u"listening on "_s, 1).trimmed() : QString();
    }
    QByteArray printed() const { return m_printed; }
    QProcess &process() { return m_process; }

private:
    QByteArray m_printed;
    QProcess m_process;
};

} // namespace

/// The product as a user starts it: the codex-plus program and the real Codex CLI, no code of ours in
/// between.
class TestCodexLaunch : public QObject
{
    Q_OBJECT

private slots:
    void aLaunchAttachesCodexForItselfOnly();
    void aLaunchUsesTheEngineThatRuns();
    void aLaunchKnowsTheToken();
    void aFailedTurnHasTheExitCodeOfCodex();
};

void TestCodexLaunch::aLaunchAttachesCodexForItselfOnly()
{
    DemoUpstream upstream;
    // The home leads Codex nowhere: only an attached launch can get an answer.
    const CodexHome home(QUrl(u"http://127.0.0.1:9/v1"_s), upstream.url(u"/backend-api/"_s));
    const auto environment = productEnvironment(home);
    QVERIFY(writeSettings(home, environment, upstream.url(u"/v1"_s)));
    const QByteArray before = contentOf(home.home() + u"/config.toml"_s);

    const CodexRun run(home, u"Say hi"_s, {}, {codexPlus(), {u"codex"_s}, environment});
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.exitCode() == 0, run.printed().constData());
    QVERIFY2(run.message().contains(u"built-in demo model"_s), run.printed().constData());
    QVERIFY2(run.errors().isEmpty(), run.printed().constData());
    QCOMPARE(upstream.model.posts, 1);
    QVERIFY(!before.isEmpty());
    QCOMPARE(contentOf(home.home() + u"/config.toml"_s), before);
}

void TestCodexLaunch::aLaunchUsesTheEngineThatRuns()
{
    DemoUpstream upstream;
    const CodexHome home(QUrl(u"http://127.0.0.1:9/v1"_s), upstream.url(u"/backend-api/"_s));
    const auto environment = productEnvironment(home);
    QVERIFY(writeSettings(home, environment, upstream.url(u"/v1"_s)));
    Served served(upstream.url(u"/v1"_s), environment);
    QTRY_VERIFY_WITH_TIMEOUT(!served.url().isEmpty(), patience);
    QVERIFY2(served.url().startsWith(u"http://127.0.0.1:"_s), served.printed().constData());

    const CodexRun run(home, u"Say hi"_s, {}, {codexPlus(), {u"codex"_s}, environment});
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.exitCode() == 0, run.printed().constData());
    QVERIFY2(run.message().contains(u"built-in demo model"_s), run.printed().constData());
    QCOMPARE(upstream.model.posts, 1);
    QCOMPARE(requestsOf(served.url()), 1); // through the one that runs, not one of its own

    served.process().terminate();
    QTRY_COMPARE_WITH_TIMEOUT(served.process().state(), QProcess::NotRunning, patience);
    QCOMPARE(served.process().exitStatus(), QProcess::NormalExit);
    QCOMPARE(served.process().exitCode(), 0);
}

void TestCodexLaunch::aLaunchKnowsTheToken()
{
    DemoUpstream upstream;
    const CodexHome home(QUrl(u"http://127.0.0.1:9/v1"_s), upstream.url(u"/backend-api/"_s));
    const auto environment = productEnvironment(home);
    QVERIFY(writeSettings(home, environment, upstream.url(u"/v1"_s), u"the-word"_s));
    Served served(upstream.url(u"/v1"_s), environment);
    QTRY_VERIFY_WITH_TIMEOUT(!served.url().isEmpty(), patience);

    const CodexRun run(home, u"Say hi"_s, {}, {codexPlus(), {u"codex"_s}, environment});
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.exitCode() == 0, run.printed().constData());
    QVERIFY2(run.message().contains(u"built-in demo model"_s), run.printed().constData());
    QVERIFY2(run.errors().isEmpty(), run.printed().constData());
    QCOMPARE(upstream.model.posts, 1);
    QCOMPARE(requestsOf(served.url()), 1);
}

void TestCodexLaunch::aFailedTurnHasTheExitCodeOfCodex()
{
    DemoUpstream upstream;
    const CodexHome home(QUrl(u"http://127.0.0.1:9/v1"_s), upstream.url(u"/backend-api/"_s));
    const CodexRun run(home, u"hi"_s, {u"--no-such-option"_s},
                       {codexPlus(), {u"codex"_s}, productEnvironment(home)});
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.exitCode() == 2, run.printed().constData()); // wrong usage, says Codex
    QCOMPARE(upstream.model.posts, 0);
}

int main(int argc, char **argv)
{
    if (codexProgram().isEmpty())
        return skipSuite(u"the Codex CLI"_s, u"run: npm ci --prefix tests/e2e, or set CPX_CODEX"_s);
    QCoreApplication app(argc, argv);
    TestCodexLaunch test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_codexlaunch.moc"
