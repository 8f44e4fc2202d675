// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/centermodels.h"
#include "tests/models/sampleflows.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace cpx;
using State = ProxyController::State;

class ProxyControllerTest : public QObject
{
    Q_OBJECT

    static EngineConfig anyPort()
    {
        EngineConfig config;
        config.port = 0;
        return config;
    }

private slots:
    void init() { test::failOnAnyWarning(); }

    void startAndStopGoThroughTheirStates()
    {
        ProxyController controller(anyPort(), false);
        QSignalSpy changed(&controller, &ProxyController::changed);
        QCOMPARE(controller.state(), State::Stopped);
        controller.start();
        QCOMPARE(controller.state(), State::Starting); // nothing waits
        QTRY_COMPARE(controller.state(), State::Running);
        QVERIFY(controller.port() != 0);
        QCOMPARE(controller.endpoint(), u"http://127.0.0.1:%1"_s.arg(controller.port()));
        QCOMPARE(controller.testCommand(),
                 u"codex exec --skip-git-repo-check -c openai_base_url='\"%1/v1\"' \"say hi\""_s.arg(
                     controller.endpoint()));
        controller.stop();
        QTRY_COMPARE(controller.state(), State::Stopped);
        QVERIFY(changed.size() >= 4);
    }

    void aClientTokenIsUsedButNotShown()
    {
        EngineConfig config = anyPort();
        config.clientToken = "the-secret-word";
        ProxyController controller(config, false);
        controller.start();
        QTRY_COMPARE(controller.state(), State::Running);
        QCOMPARE(controller.testCommand(), u"codex-plus codex exec --skip-git-repo-check \"say hi\""_s);
        const QString lines = controller.configLine();
        QVERIFY2(lines.startsWith(u"model_provider = \"codexplus\"\nmodel_providers.codexplus = { "_s), qPrintable(lines));
        QVERIFY(lines.contains(u"base_url = \"%1/v1\""_s.arg(controller.endpoint())));
        QVERIFY(lines.contains(u"env_http_headers = { \"X-Codex-Plus-Token\" = \"CODEX_PLUS_CLIENT_TOKEN\" }"_s));
        QVERIFY(!(lines + controller.testCommand()).contains(u"the-secret-word"_s));
    }

    void aStoppedProxyLeavesNothingRunning()
    {
        CenterModels models(anyPort(), false);
        models.proxy()->start();
        QTRY_COMPARE(models.proxy()->state(), State::Running);
        models.flows()->upsert({test::flow(1)});
        models.proxy()->stopNow();
        QTRY_COMPARE(models.proxy()->state(), State::Stopped);
        QCOMPARE(test::printed(*models.flows(), FlowModel::State), QStringList{u"Cancelled"_s});
    }

    void itCanBeStartedAgain()
    {
        ProxyController controller(anyPort(), false);
        QSignalSpy runs(&controller, &ProxyController::runStarted);
        for (int i = 0; i < 5; ++i) {
            controller.toggle();
            QTRY_COMPARE(controller.state(), State::Running);
            controller.toggle();
            QTRY_COMPARE(controller.state(), State::Stopped);
        }
        QCOMPARE(runs.size(), 5);
    }

    void aTakenPortIsAProblemWithARemedy()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        EngineConfig config;
        config.port = other.serverPort();
        ProxyController controller(config, false);
        controller.start();
        QTRY_COMPARE(controller.state(), State::Failed);
        QVERIFY(controller.isPortTaken());
        QVERIFY2(controller.errorText().contains(QString::number(other.serverPort())),
                 qPrintable(controller.errorText()));

        other.close();
        controller.start();
        QTRY_COMPARE(controller.state(), State::Running);
        QVERIFY(controller.errorText().isEmpty());
    }

    void aFreePortIsAWayOut()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        EngineConfig config;
        config.port = other.serverPort();
        ProxyController controller(config, false);
        controller.start();
        QTRY_COMPARE(controller.state(), State::Failed);
        controller.startOnFreePort();
        QTRY_COMPARE(controller.state(), State::Running);
        QVERIFY(controller.port() != other.serverPort());
    }

    void stoppingWhileStartingEndsStopped()
    {
        ProxyController controller(anyPort(), false);
        controller.start();
        controller.stop();
        QTRY_COMPARE(controller.state(), State::Stopped);
        QTest::qWait(50); // nothing late turns it on again
        QCOMPARE(controller.state(), State::Stopped);
    }

    void aDemoTalksToTheBuiltInModelOnly()
    {
        EngineConfig config = anyPort();
        config.upstream = QUrl(u"https://api.openai.com/v1"_s);
        config.clientToken = "the-word";
        ProxyController controller(config, true);
        QSignalSpy flows(&controller, &ProxyController::flowsChanged);
        controller.start();
        QTRY_COMPARE(controller.state(), State::Running);
        QVERIFY2(controller.upstream().startsWith(u"http://127.0.0.1:"_s), qPrintable(controller.upstream()));
        QVERIFY(controller.testCommand().startsWith(u"CODEX_API_KEY=demo codex exec "_s));
        controller.sendSamples();
        QTRY_VERIFY_WITH_TIMEOUT(!flows.isEmpty(), 10'000);
        QCOMPARE(flows.constFirst().constFirst().value<QList<FlowRecord>>().constFirst().errorCode, "");
        controller.stopNow();
        QTRY_COMPARE(controller.state(), State::Stopped);
        controller.start(); // the model is still there
        QTRY_COMPARE(controller.state(), State::Running);
    }

    void recordingIsSaidWhileItIsOn_data()
    {
        QTest::addColumn<int>("mode");
        QTest::addColumn<QString>("said");
        QTest::newRow("off") << int(RecordingMode::Off) << QString();
        QTest::newRow("metadata") << int(RecordingMode::Metadata) << u"without what they said"_s;
        QTest::newRow("redacted") << int(RecordingMode::Redacted) << u"with credentials replaced"_s;
        QTest::newRow("full") << int(RecordingMode::Full) << u"as they are"_s;
    }

    void recordingIsSaidWhileItIsOn()
    {
        QFETCH(int, mode);
        QFETCH(QString, said);
        QTemporaryDir directory;
        EngineConfig config = anyPort();
        config.recording.mode = RecordingMode(mode);
        config.recording.directory = directory.path();
        ProxyController controller(config, false);
        QCOMPARE(controller.recordingText(), QString()); // nothing is recorded before the start
        controller.start();
        QTRY_COMPARE(controller.state(), State::Running);
        QVERIFY2(controller.recordingText().contains(said), qPrintable(controller.recordingText()));
        QCOMPARE(controller.recordingText().isEmpty(), said.isEmpty());
        controller.stop();
        QTRY_COMPARE(controller.state(), State::Stopped);
        QCOMPARE(controller.recordingText(), QString());
    }

    void itCanBeDestroyedInEveryState()
    {
        {
            ProxyController controller(anyPort(), true);
            controller.start();
        }
        {
            ProxyController controller(anyPort(), true);
            controller.start();
            QTRY_COMPARE(controller.state(), State::Running);
            controller.sendSamples();
            QTest::qWait(100);
        }
    }
};

QTEST_GUILESS_MAIN(ProxyControllerTest)
#include "tst_proxycontroller.moc"
