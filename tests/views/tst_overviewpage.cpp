// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/viewtest.h"
#include "views/notice.h"
#include "views/pages/overviewpage.h"
#include "views/recentlist.h"
#include "views/theme.h"

#include <QClipboard>
#include <QDir>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace cpx;
using test::child;

class OverviewPageTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<Theme> m_theme;

    static std::unique_ptr<OverviewPage> shown(CenterModels &models)
    {
        auto page = std::make_unique<OverviewPage>(&models);
        page->resize(1100, 690); // what a window of 1280x800 leaves
        page->show();
        return page;
    }

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(); }
    void init()
    {
        test::failOnWarnings();
        QLocale::setDefault(QLocale(u"en_US"_s));
    }

    void numbersAreMeasuredOrAbsent()
    {
        CenterModels models(test::anyPort(), false);
        const auto page = shown(models);
        QCOMPARE(child<QLabel>(*page, "firstByteP95Value")->text(), u"—"_s);
        QCOMPARE(child<QLabel>(*page, "requestsValue")->text(), u"0"_s);
        QVERIFY(child<QLabel>(*page, "noRecent")->isVisible());
        models.flows()->upsert({test::now(test::done(1)), test::now(test::failed(2))});
        QTRY_COMPARE(child<QLabel>(*page, "firstByteP50Value")->text(), u"1.2 s"_s);
        QCOMPARE(child<QLabel>(*page, "firstByteP95Value")->text(), u"—"_s);
        QCOMPARE(child<QLabel>(*page, "samples")->text(), u"p95 needs 20 answers (1 so far)"_s);
        QCOMPARE(child<QLabel>(*page, "requestsValue")->text(), u"2"_s);
        QCOMPARE(child<QLabel>(*page, "errorsValue")->text(), u"1"_s);
        test::shot(*page, u"overview"_s);
        for (quint64 id = 3; id < 22; ++id)
            models.flows()->upsert({test::now(test::done(id))});
        QTRY_COMPARE(child<QLabel>(*page, "firstByteP95Value")->text(), u"1.2 s"_s);
    }

    void theCommandNamesTheRealPortAndCanBeCopied()
    {
        CenterModels models(test::anyPort(), false);
        const auto page = shown(models);
        models.proxy()->start();
        QTRY_VERIFY(models.proxy()->isRunning());
        const QString text = child<QLineEdit>(*page, "testCommandText")->text();
        QCOMPARE(
            text,
            u"codex exec --skip-git-repo-check -c openai_base_url='\"http://127.0.0.1:%1/v1\"' \"say hi\""_s
                .arg(models.proxy()->port()));
        child<QToolButton>(*page, "testCommandCopy")->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), text);
        child<QToolButton>(*page, "configLineCopy")->click();
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 u"openai_base_url = \"http://127.0.0.1:%1/v1\""_s.arg(models.proxy()->port()));
    }

    void aTakenPortIsExplainedWithARemedy()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        EngineConfig config;
        config.port = other.serverPort();
        CenterModels models(config, false);
        const auto page = shown(models);
        auto *notice = child<QWidget>(*page, "problemNotice");
        QVERIFY(!notice->isVisible());
        models.proxy()->start();
        QTRY_VERIFY(notice->isVisible());
        test::shot(*page, u"overview-port-taken"_s);
        child<QPushButton>(*page, "otherPort")->click();
        QTRY_VERIFY(models.proxy()->isRunning());
        QVERIFY(!notice->isVisible());
    }

    void aDemoSaysThatItIsOne()
    {
        CenterModels models(test::anyPort(), true);
        const auto page = shown(models);
        QVERIFY(child<QWidget>(*page, "demoNotice")->isVisible());
        models.proxy()->start();
        QTRY_VERIFY(models.proxy()->isRunning());
        auto *samples = child<QPushButton>(*page, "sendSamples");
        samples->click();
        QVERIFY(!samples->isEnabled()); // one lot at a time
        QTRY_VERIFY_WITH_TIMEOUT(models.flows()->rowCount() > 0, 10'000);
    }

    void recordingIsSeenWhileItIsOn()
    {
        QTemporaryDir directory;
        EngineConfig config = test::anyPort();
        config.recording.mode = RecordingMode::Redacted;
        config.recording.directory = directory.path();
        CenterModels models(config, false);
        const auto page = shown(models);
        auto *notice = child<Notice>(*page, "recordingNotice");
        QVERIFY(!notice->isVisible());
        models.proxy()->start();
        QTRY_VERIFY(notice->isVisible());
        QVERIFY(notice->text().startsWith(u"Recording is on"_s));
        QVERIFY(!child<QWidget>(*page, "recordingProblemNotice")->isVisible());
        test::shot(*page, u"overview-recording"_s);
        models.proxy()->stop();
        QTRY_VERIFY(!notice->isVisible());
    }

    void recordingThatFailsIsAProblem()
    {
        QTemporaryDir directory;
        QFile blocking(directory.filePath(u"file"_s));
        QVERIFY(blocking.open(QIODevice::WriteOnly));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^requests are not recorded: "_s));
        EngineConfig config = test::anyPort();
        config.recording.mode = RecordingMode::Full;
        config.recording.directory = blocking.fileName();
        CenterModels models(config, false);
        const auto page = shown(models);
        models.proxy()->start();
        auto *problem = child<Notice>(*page, "recordingProblemNotice");
        QTRY_VERIFY(problem->isVisible());
        QVERIFY2(problem->text().contains(blocking.fileName()), qPrintable(problem->text()));
        QVERIFY(models.proxy()->isRunning());
        QVERIFY(!child<QWidget>(*page, "recordingNotice")->isVisible());
    }

    void whatWillBeForgottenIsAProblem()
    {
        QTemporaryDir directory;
        QVERIFY(QDir(directory.path()).mkpath(u"prompts.sqlite"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^what was done to prompts will not be known after a restart: "_s));
        EngineConfig config = test::anyPort();
        config.promptStore.directory = directory.path();
        AutomationOptions automation;
        automation.homeDirectory = directory.path();
        automation.dataDirectory = directory.path();
        config.automation = automation;
        CenterModels models(config, false);
        const auto page = shown(models);
        auto *problem = child<Notice>(*page, "promptStoreProblemNotice");
        QVERIFY(!problem->isVisible());
        models.proxy()->start();
        QTRY_VERIFY(problem->isVisible());
        QVERIFY2(problem->text().contains(directory.path()), qPrintable(problem->text()));
        models.proxy()->stop();
        QTRY_VERIFY(!problem->isVisible());
    }

    void nothingScrollsAtTheUsualSize()
    {
        CenterModels models(test::anyPort(), true);
        const auto page = shown(models);
        QList<FlowRecord> records;
        for (quint64 id = 1; id <= 30; ++id)
            records.append(test::now(id % 5 == 0 ? test::failed(id) : test::done(id)));
        models.flows()->upsert(records);
        models.overview()->refresh();
        QVERIFY(QTest::qWaitForWindowExposed(page.get()));
        QCOMPARE(child<QScrollArea>(*page, "overviewScroll")->verticalScrollBar()->maximum(), 0);
        QCOMPARE(child<QScrollArea>(*page, "overviewScroll")->horizontalScrollBar()->maximum(), 0);
    }

    void aNarrowPageScrollsDownOnly()
    {
        CenterModels models(test::anyPort(), true);
        const auto page = shown(models);
        models.flows()->upsert({test::now(test::done(1)), test::now(test::failed(2))});
        models.overview()->refresh();
        QVERIFY(QTest::qWaitForWindowExposed(page.get()));
        const auto *area = child<QScrollArea>(*page, "overviewScroll");
        for (const int width : {999, 660, 560}) {
            page->resize(width, 400);
            QTRY_COMPARE(page->width(), width);
            QTRY_VERIFY(area->verticalScrollBar()->maximum() > 0);
            QCOMPARE(area->horizontalScrollBar()->maximum(), 0);
            const QWidget *recent = child<RecentList>(*page, "recentList");
            QTRY_VERIFY(recent->mapTo(page.get(), QPoint()).x() < 60); // below the others, not beside them
        }
        QCOMPARE(test::cutTexts(*page).join(u'\n'), QString());
        test::shot(*page, u"overview-narrow"_s);
        page->resize(1100, 690);
        QTRY_COMPARE(area->verticalScrollBar()->maximum(), 0);
    }

    void aRecentRequestOpens()
    {
        CenterModels models(test::anyPort(), false);
        const auto page = shown(models);
        QSignalSpy wanted(page.get(), &OverviewPage::flowRequested);
        models.flows()->upsert({test::now(test::done(1)), test::now(test::done(2))});
        models.overview()->refresh();
        auto *recent = child<RecentList>(*page, "recentList");
        recent->setCurrentItem(recent->topLevelItem(0));
        recent->setFocus();
        QTest::keyClick(recent, Qt::Key_Return);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.first().first().toULongLong(), models.flows()->sequence(1));
    }

    void everyControlHasAnAccessibleName()
    {
        CenterModels models(test::anyPort(), true);
        const auto page = shown(models);
        QCOMPARE(test::controlsWithoutAccessibleName(*page).join(u'\n'), QString());
    }
};

QTEST_MAIN(OverviewPageTest)
#include "tst_overviewpage.moc"
