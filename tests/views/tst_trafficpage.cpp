// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/viewtest.h"
#include "views/flowtable.h"
#include "views/pages/trafficpage.h"
#include "views/theme.h"
#include "views/windowstate.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTimer>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace cpx;
using test::child;
using test::done;
using test::failed;
using test::flow;

class TrafficPageTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<CenterModels> m_models;
    std::unique_ptr<TrafficPage> m_page;

    FlowTable *table() { return child<FlowTable>(*m_page, "flowTable"); }
    QLineEdit *filter() { return child<QLineEdit>(*m_page, "filter"); }
    QLabel *label(const char *name) { return child<QLabel>(*m_page, name); }
    QPushButton *emptyAction() { return child<QPushButton>(*m_page, "emptyAction"); }
    QWidget *detail() { return child<QWidget>(*m_page, "detailPanel"); }
    QList<FlowRecord> many(quint64 first, quint64 last)
    {
        QList<FlowRecord> records;
        for (quint64 id = first; id <= last; ++id)
            records.append(test::now(done(id)));
        return records;
    }

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(); }
    void init()
    {
        test::failOnWarnings();
        QLocale::setDefault(QLocale(u"en_US"_s));
        m_models = std::make_unique<CenterModels>(test::anyPort(), false);
        m_page = std::make_unique<TrafficPage>(m_models.get());
        m_page->resize(1080, 680);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }
    void cleanup()
    {
        m_page.reset();
        m_models.reset();
    }

    void aStoppedProxyOffersToStart()
    {
        QCOMPARE(label("emptyTitle")->text(), u"Proxy is stopped."_s);
        test::shot(*m_page, u"traffic-stopped"_s);
        emptyAction()->click();
        QTRY_VERIFY(m_models->proxy()->isRunning());
        QCOMPARE(label("emptyTitle")->text(), u"Waiting for Codex."_s);
        test::shot(*m_page, u"traffic-waiting"_s);
        emptyAction()->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), m_models->proxy()->testCommand());
    }

    void aFilterThatHidesEverythingOffersToBeCleared()
    {
        m_models->flows()->upsert(many(1, 3));
        QVERIFY(table()->isVisible());
        QTest::keyClicks(filter(), u"status:5xx"_s);
        QVERIFY(!table()->isVisible());
        QVERIFY(label("emptyText")->text().contains(u"status:5xx"_s));
        emptyAction()->click();
        QVERIFY(filter()->text().isEmpty());
        QVERIFY(table()->isVisible());
    }

    void aFilterThatIsNotUnderstoodIsExplained()
    {
        m_models->flows()->upsert(many(1, 3));
        filter()->setText(u"colour:red"_s);
        QVERIFY(label("filterError")->isVisible());
        QVERIFY(label("filterError")->text().contains(u"colour:"_s));
        QVERIFY(table()->isVisible());
        filter()->clear();
        QVERIFY(!label("filterError")->isVisible());
    }

    void aFilterThatIsNotUnderstoodIsNotSaidToBeInForce()
    {
        m_models->flows()->upsert(many(1, 3));
        filter()->setText(u"status:5xx"_s);
        filter()->setText(u"status:5xx colour:red"_s);
        QVERIFY2(label("filterError")->text().startsWith(u"Filter not applied: "_s),
                 qPrintable(label("filterError")->text()));
        QVERIFY(label("filterError")->text().endsWith(u"Still in force: “status:5xx”"_s));
        QVERIFY(label("emptyText")->isVisible()); // of the filter before
        QVERIFY2(label("emptyText")->text().endsWith(u"do not match “status:5xx”."_s),
                 qPrintable(label("emptyText")->text()));
        filter()->setText(u"colour:red"_s); // still no reason to show other rows
        QVERIFY(!table()->isVisible());
        filter()->clear();
        QVERIFY(table()->isVisible());
    }

    void aRowThatGoesWhileItsMenuIsOpenIsNotCopied()
    {
        m_models->flows()->upsert(many(1, 3));
        table()->selectRow(0);
        QGuiApplication::clipboard()->setText(u"before"_s);
        bool isOpened = false;
        QTimer::singleShot(0, table(), [this, &isOpened] {
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            if (!menu)
                return;
            isOpened = true;
            filter()->setText(u"status:5xx"_s); // no row is left
            menu->actions().at(1)->trigger();
            menu->actions().at(2)->trigger();
            menu->close();
        });
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
        QApplication::sendEvent(table(), &event);
        QVERIFY(isOpened);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"before"_s);
    }

    void aSelectedRequestShowsItsDetailsAndKeepsThemFresh()
    {
        m_models->flows()->upsert({test::now(flow(1)), test::now(failed(2))});
        QVERIFY(!detail()->isVisible());
        table()->selectRow(0);
        QVERIFY(detail()->isVisible());
        QVERIFY(label("detailSentence")->text().contains(u"No answer yet"_s));
        m_models->flows()->upsert({test::now(done(1))});
        QVERIFY2(label("detailSentence")->text().contains(u"was complete after 3.4 s"_s),
                 qPrintable(label("detailSentence")->text()));
        table()->selectRow(1);
        QVERIFY(child<QWidget>(*m_page, "detailError")->isVisible());
        test::shot(*m_page, u"traffic-error"_s);
        QTest::keyClick(table(), Qt::Key_Escape);
        QVERIFY(!detail()->isVisible());
    }

    void headersAreRedacted()
    {
        m_models->flows()->upsert({test::now(done(1))});
        table()->selectRow(0);
        QTest::keyClick(table(), Qt::Key_3, Qt::AltModifier);
        QCOMPARE(child<QTabWidget>(*m_page, "detailTabs")->currentIndex(), 2);
        const auto *headers = child<QTreeWidget>(*m_page, "detailHeaders");
        QVERIFY(headers->findItems(u"sk-FAKE"_s, Qt::MatchContains | Qt::MatchRecursive, 1).isEmpty());
        QVERIFY(!headers->findItems(u"***"_s, Qt::MatchContains | Qt::MatchRecursive, 1).isEmpty());
        test::shot(*m_page, u"traffic-headers"_s);
    }

    void theNewestIsFollowedUntilTheUserScrollsUp()
    {
        m_models->flows()->upsert(many(1, 200));
        QScrollBar *bar = table()->verticalScrollBar();
        QTRY_COMPARE(bar->value(), bar->maximum());
        bar->triggerAction(QAbstractSlider::SliderPageStepSub);
        QTRY_VERIFY(!table()->isFollowing());
        const int place = bar->value();
        m_models->flows()->upsert(many(201, 210));
        QTest::qWait(20); // a scroll would have happened by now
        QCOMPARE(bar->value(), place);
        m_page->followAction()->trigger();
        QVERIFY(table()->isFollowing());
        QTRY_COMPARE(bar->value(), bar->maximum());
    }

    void spacePausesInTheTableAndIsASpaceInTheFilter()
    {
        m_models->flows()->upsert(many(1, 3));
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_Space);
        QVERIFY(m_models->filtered()->isPaused());
        m_models->flows()->upsert(many(4, 5));
        QCOMPARE(m_models->filtered()->rowCount(), 3);
        QVERIFY(label("requestCount")->text().startsWith(u"Paused, 2"_s));
        QTest::keyClick(table(), Qt::Key_Space);
        QCOMPARE(m_models->filtered()->rowCount(), 5);
        filter()->setFocus();
        QTest::keyClicks(filter(), u"a b"_s);
        QCOMPARE(filter()->text(), u"a b"_s);
        QVERIFY(!m_models->filtered()->isPaused());
    }

    void selectedRowsCanBeCopied()
    {
        m_models->flows()->upsert(many(1, 2));
        table()->selectAll();
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_C, Qt::ControlModifier);
        const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines.first().contains(u"gpt-6.1-sol"_s));
    }

    void aRequestHiddenByTheFilterIsShownWhenAskedFor()
    {
        m_models->flows()->upsert({test::now(done(1)), test::now(failed(2))});
        filter()->setText(u"state:done"_s);
        m_page->showFlow(m_models->flows()->sequence(1));
        QVERIFY(filter()->text().isEmpty());
        QCOMPARE(table()->currentSequence(), m_models->flows()->sequence(1));
        QVERIFY(detail()->isVisible());
    }

    void columnsAreRemembered()
    {
        QTemporaryDir directory;
        WindowState state(directory.filePath(u"center.json"_s));
        table()->setColumnHidden(FlowModel::Size, true);
        table()->setColumnWidth(FlowModel::Client, 321);
        m_page->store(state);
        TrafficPage other(m_models.get());
        other.restore(state);
        const auto *otherTable = child<FlowTable>(other, "flowTable");
        QVERIFY(otherTable->isColumnHidden(FlowModel::Size));
        QCOMPARE(otherTable->columnWidth(FlowModel::Client), 321);
    }

    void hiddenPagesDoNotTick()
    {
        m_models->flows()->upsert({test::now(flow(1))});
        QVERIFY(m_models->flows()->isTicking());
        m_page->hide();
        QVERIFY(!m_models->flows()->isTicking());
    }

    void everyControlHasAnAccessibleName()
    {
        m_models->flows()->upsert(many(1, 3));
        table()->selectRow(0);
        QCOMPARE(test::controlsWithoutAccessibleName(*m_page).join(u'\n'), QString());
    }
};

QTEST_MAIN(TrafficPageTest)
#include "tst_trafficpage.moc"
