// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/viewtest.h"
#include "views/dialogs.h"
#include "views/mainwindow.h"
#include "views/trayicon.h"
#include "views/windowstate.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTranslator>

using namespace Qt::StringLiterals;
using namespace cpx;
using test::child;

/// A window with everything behind it. The tray is there or not as the test says.
struct Center
{
    explicit Center(const QString &statePath, bool hasTray = true)
        : isTrayThere(hasTray)
        , state(loaded(statePath))
    {
        window.show();
    }

    static WindowState loaded(const QString &path)
    {
        WindowState state(path);
        if (!state.load())
            qFatal("state");
        return state;
    }

    bool isTrayThere;
    CenterModels models{test::anyPort(), false};
    TrayIcon tray{&models, nullptr, [this] { return isTrayThere; }};
    WindowState state;
    MainWindow window{&models, &tray, &state, nullptr};
};

class MainWindowTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<QTemporaryDir> m_directory;
    QString statePath() const { return m_directory->filePath(u"center.json"_s); }

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(); }
    void init()
    {
        test::failOnWarnings();
        QLocale::setDefault(QLocale(u"en_US"_s));
        m_directory = std::make_unique<QTemporaryDir>();
    }

    void startAndStopShowInPillButtonStatusBarAndTray()
    {
        Center center(statePath());
        const auto *pill = child<QLabel>(center.window, "statePill");
        auto *toggle = child<QPushButton>(center.window, "toggleProxy");
        QCOMPARE(pill->text(), u"Stopped"_s);
        QCOMPARE(toggle->text(), u"Start Proxy"_s);
        QTest::mouseClick(toggle, Qt::LeftButton);
        QTRY_COMPARE(pill->text(), u"Running"_s);
        QCOMPARE(toggle->text(), u"Stop Proxy"_s);
        QCOMPARE(center.window.actions()->toggleProxy.text(), u"Stop Proxy"_s);
        QCOMPARE(child<QAbstractButton>(center.window, "statusEndpoint")->text(),
                 center.models.proxy()->address());
        QVERIFY(center.tray.menu()->actions().first()->text().contains(u"Running"_s));
        test::shot(center.window, u"window"_s);
        QTest::keyClick(&center.window, Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(pill->text(), u"Stopped"_s);
    }

    void closingAsksOnceAndRemembers()
    {
        {
            Center center(statePath());
            dialogs::setNextCloseAnswer(dialogs::CloseAnswer::Cancel);
            center.window.close();
            QVERIFY(center.window.isVisible());
            dialogs::setNextCloseAnswer(dialogs::CloseAnswer::KeepRunning);
            center.window.close();
            QVERIFY(!center.window.isVisible());
            QVERIFY(center.window.actions()->keepRunning.isChecked());
            center.window.showAndRaise();
            center.window.close(); // asks nobody
            QVERIFY(!center.window.isVisible());
        }
        Center again(statePath());
        again.window.close();
        QVERIFY(!again.window.isVisible());
    }

    void theAnswerCanBeChanged()
    {
        Center center(statePath());
        dialogs::setNextCloseAnswer(dialogs::CloseAnswer::KeepRunning);
        center.window.close();
        center.window.showAndRaise();
        center.window.actions()->keepRunning.trigger();
        QSignalSpy quitting(&center.window, &MainWindow::readyToQuit);
        center.window.close();
        QTRY_COMPARE(quitting.size(), 1);
    }

    void withoutATrayTheWindowStaysReachable()
    {
        Center center(statePath(), false);
        QVERIFY(child<QLabel>(center.window, "statusMessage")->text().contains(u"No system tray"_s));
        QCOMPARE(center.window.actions()->closeToTray.text(), u"&Minimize Window"_s);
        QVERIFY(!center.window.actions()->keepRunning.isVisible());
        center.window.hide();
        center.window.showMinimizedToTray();
        QVERIFY(center.window.isVisible());
        center.window.actions()->closeToTray.trigger();
        QVERIFY(center.window.isMinimized());
        center.window.showAndRaise();
        QVERIFY(!center.window.isMinimized());
        QSignalSpy quitting(&center.window, &MainWindow::readyToQuit);
        center.window.close(); // quits, without a question
        QTRY_COMPARE(quitting.size(), 1);
    }

    void aLongMessageGivesWayToTheNumbers()
    {
        Center center(statePath());
        center.window.resize(700, 560);
        center.window.say(QString(400, u'x'), 50);
        const auto *message = child<QLabel>(center.window, "statusMessage");
        const auto *numbers = child<QWidget>(center.window, "statusLine");
        QVERIFY(QTest::qWaitForWindowExposed(&center.window));
        QCOMPARE(center.window.width(), 700);
        QVERIFY(message->geometry().right() < numbers->geometry().left());
        QTRY_COMPARE(message->text(), QString());
    }

    void quittingStopsTheProxyFirst()
    {
        Center center(statePath());
        center.models.proxy()->start();
        QTRY_VERIFY(center.models.proxy()->isRunning());
        QSignalSpy quitting(&center.window, &MainWindow::readyToQuit);
        QTest::keyClick(&center.window, Qt::Key_Q, Qt::ControlModifier);
        QTRY_VERIFY(!quitting.isEmpty());
        QCOMPARE(center.models.proxy()->state(), ProxyController::State::Stopped);
    }

    void theTrayIconShowsAndHidesTheWindow()
    {
        Center center(statePath());
        emit center.tray.windowToggleRequested();
        QVERIFY(!center.window.isVisible());
        emit center.tray.windowToggleRequested();
        QVERIFY(center.window.isVisible());
        emit center.tray.trafficRequested();
        QVERIFY(child<QWidget>(center.window, "trafficPage")->isVisible());
    }

    void pagesHaveKeys()
    {
        Center center(statePath());
        QVERIFY(QTest::qWaitForWindowActive(&center.window));
        QTest::keyClick(&center.window, Qt::Key_2, Qt::ControlModifier);
        QVERIFY(child<QWidget>(center.window, "trafficPage")->isVisible());
        QCOMPARE(child<QLabel>(center.window, "pageTitle")->text(), u"Traffic"_s);
        QTest::keyClick(&center.window, Qt::Key_1, Qt::ControlModifier);
        QVERIFY(child<QWidget>(center.window, "overviewPage")->isVisible());
        QTest::keyClick(&center.window, Qt::Key_F, Qt::ControlModifier);
        QVERIFY(child<QLineEdit>(center.window, "filter")->hasFocus());
    }

    void theLayoutIsRemembered()
    {
        const QSize size(790, 640); // the offscreen screen is small
        {
            Center center(statePath());
            center.window.resize(size);
            QCOMPARE(center.window.size(), size);
            center.window.actions()->collapseSidebar.trigger();
            center.window.quit();
        }
        Center again(statePath());
        QCOMPARE(again.window.size(), size);
        QVERIFY(again.window.actions()->collapseSidebar.isChecked());
        QVERIFY(child<QWidget>(again.window, "sidebar")->width() < 100);
    }

    void inFlightInTheStatusBarShowsTheRunningRequests()
    {
        Center center(statePath());
        center.models.flows()->upsert({test::now(test::flow(1)), test::now(test::done(2))});
        child<QAbstractButton>(center.window, "statusInFlight")->click();
        QVERIFY(child<QWidget>(center.window, "trafficPage")->isVisible());
        QCOMPARE(center.models.filtered()->rowCount(), 1);
    }

    void everyMenuEntryHasItsOwnMnemonicAndNoKeyTwice()
    {
        Center center(statePath());
        QHash<QKeySequence, QString> keys;
        const auto actions = center.window.findChildren<QAction *>();
        for (const QAction *action : actions) {
            if (action->shortcut().isEmpty() || action->shortcut() == QKeySequence(QKeySequence::Copy))
                continue;
            QVERIFY2(!keys.contains(action->shortcut()),
                     qPrintable(action->text() + u" / "_s + keys.value(action->shortcut())));
            keys.insert(action->shortcut(), action->text());
        }
    }

    void everyControlHasAnAccessibleName()
    {
        Center center(statePath());
        QCOMPARE(test::controlsWithoutAccessibleName(center.window).join(u'\n'), QString());
    }

    void germanTextsFit()
    {
        QTranslator german;
        if (!german.load(QStringLiteral(CPX_TRANSLATIONS "/codexplus_de.qm")))
            QSKIP("codexplus_de.qm is not built");
        QCoreApplication::installTranslator(&german);
        QLocale::setDefault(QLocale(u"de_DE"_s));
        {
            Center center(statePath());
            center.window.resize(1280, 800);
            center.models.proxy()->start();
            QTRY_VERIFY(center.models.proxy()->isRunning());
            center.models.flows()->upsert({test::now(test::done(1)), test::now(test::failed(2))});
            center.models.overview()->refresh();
            QVERIFY(QTest::qWaitForWindowExposed(&center.window));
            QCOMPARE(child<QLabel>(center.window, "statePill")->text(), u"Läuft"_s);
            QTRY_COMPARE(test::cutTexts(center.window).join(u'\n'), QString());
            test::shot(center.window, u"window-de-overview"_s);
            center.window.actions()->traffic.trigger();
            QTRY_COMPARE(test::cutTexts(center.window).join(u'\n'), QString());
            test::shot(center.window, u"window-de-traffic"_s);
        }
        QCoreApplication::removeTranslator(&german);
    }
};

QTEST_MAIN(MainWindowTest)
#include "tst_mainwindow.moc"
