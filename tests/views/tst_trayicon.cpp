// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/viewtest.h"
#include "views/icons.h"
#include "views/theme.h"
#include "views/trayicon.h"

#include <QClipboard>
#include <QSignalSpy>
#include <QTcpServer>

using namespace Qt::StringLiterals;
using namespace cpx;

class TrayIconTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<Theme> m_theme;

    static QAction *action(TrayIcon &tray, const char *name)
    {
        const QList<QAction *> actions = tray.menu()->actions();
        for (QAction *action : actions) {
            if (action->objectName() == QLatin1StringView(name))
                return action;
        }
        qFatal("no %s", name);
    }

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(); }
    void init() { test::failOnWarnings(); }

    void shapeTitleAndSwitchFollowTheProxy()
    {
        CenterModels models(test::anyPort(), false);
        TrayIcon tray(&models);
        QCOMPARE(tray.shape(), TrayIcon::Shape::Stopped);
        QCOMPARE(action(tray, "trayTitle")->text(), u"■ Stopped"_s);
        QVERIFY(!action(tray, "trayTitle")->isEnabled());
        QVERIFY(!action(tray, "trayCopy")->isEnabled());
        action(tray, "trayToggle")->trigger();
        QTRY_COMPARE(tray.shape(), TrayIcon::Shape::Running);
        QCOMPARE(action(tray, "trayTitle")->text(),
                 u"● Running on 127.0.0.1:%1"_s.arg(models.proxy()->port()));
        QCOMPARE(action(tray, "trayToggle")->text(), u"Stop Proxy"_s);
        action(tray, "trayCopy")->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text(), models.proxy()->endpoint());
        QTRY_COMPARE(tray.toolTip().split(u'\n').size(), 3);
        action(tray, "trayToggle")->trigger();
        QTRY_COMPARE(tray.shape(), TrayIcon::Shape::Stopped);
    }

    void aProblemHasItsOwnShape()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        EngineConfig config;
        config.port = other.serverPort();
        CenterModels models(config, false);
        TrayIcon tray(&models);
        models.proxy()->start();
        QTRY_COMPARE(tray.shape(), TrayIcon::Shape::Warning);
        QCOMPARE(action(tray, "trayTitle")->text(), u"▲ Problem"_s);
    }

    void theFourShapesDiffer()
    {
        QSet<QByteArray> pictures;
        for (const auto shape : {TrayIcon::Shape::Running, TrayIcon::Shape::Active, TrayIcon::Shape::Warning,
                                 TrayIcon::Shape::Stopped}) {
            const QImage image = TrayIcon::iconOf(shape).pixmap(22).toImage();
            QVERIFY(!image.isNull());
            pictures.insert(
                QByteArray(reinterpret_cast<const char *>(image.constBits()), image.sizeInBytes()));
            if (const QString directory = qEnvironmentVariable("CPX_SHOTS"); !directory.isEmpty())
                TrayIcon::iconOf(shape).pixmap(64).save(directory + u"/tray-%1.png"_s.arg(int(shape)));
        }
        QCOMPARE(pictures.size(), 4);
    }

    void itIsDrawnAtMostTwiceASecond()
    {
        CenterModels models(test::anyPort(), false);
        TrayIcon tray(&models);
        const int before = tray.redraws();
        for (int i = 0; i < 10; ++i) {
            models.proxy()->toggle();
            QTest::qWait(50);
        }
        QVERIFY2(tray.redraws() - before <= 2, qPrintable(QString::number(tray.redraws() - before)));
    }

    void aTrayThatComesLateIsFound()
    {
        CenterModels models(test::anyPort(), false);
        bool isThere = false;
        TrayIcon tray(&models, nullptr, [&isThere] { return isThere; });
        QSignalSpy available(&tray, &TrayIcon::availableChanged);
        QVERIFY(!tray.isAvailable());
        isThere = true;
        QTRY_COMPARE_WITH_TIMEOUT(available.size(), 1, 5000);
        QVERIFY(tray.isAvailable());
    }
};

QTEST_MAIN(TrayIconTest)
#include "tst_trayicon.moc"
