// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deadlines.h"

#include <QElapsedTimer>
#include <QTest>
#include <functional>
#include <memory>
#include <vector>

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Many deadlines on one timer: each expires once, in order, unless stopped or pushed back.
class DeadlinesTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void theyExpireInTheirOrder();
    void oneThatExpiredIsNotActiveAndStaysSo();
    void pushedBackItExpiresLate();
    void broughtForwardItExpiresEarly();
    void stoppedItNeverExpires();
    void destroyedItNeverExpires();
    void aCallbackMayRestartItself();
    void aCallbackMayDestroyItself();
    void aCallbackMayDestroyOthers();
    void manyAtOnceAllExpire();
    void pushingBackCostsNoWakeUps();
    void withNoneLeftItWakesOnceMoreAndThenRests();

private:
    QStringList m_log;
    std::function<void()> note(const QString &name)
    {
        return [this, name] { m_log += name; };
    }
};

namespace {

/// Counts the timer events of this thread: how often something woke up.
class TimerEvents : public QObject
{
public:
    TimerEvents() { qApp->installEventFilter(this); }
    int count() const { return m_count; }

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        m_count += event->type() == QEvent::Timer ? 1 : 0;
        return false;
    }

private:
    int m_count = 0;
};

} // namespace

void DeadlinesTest::init()
{
    m_log.clear();
}

void DeadlinesTest::theyExpireInTheirOrder()
{
    Deadlines deadlines;
    Deadline third(&deadlines, note(u"third"_s));
    Deadline first(&deadlines, note(u"first"_s));
    Deadline second(&deadlines, note(u"second"_s));
    third.restart(150ms);
    first.restart(10ms);
    second.restart(80ms);
    QTRY_COMPARE(m_log, (QStringList{u"first"_s, u"second"_s, u"third"_s}));
}

void DeadlinesTest::oneThatExpiredIsNotActiveAndStaysSo()
{
    Deadlines deadlines;
    Deadline deadline(&deadlines, note(u"x"_s));
    QVERIFY(!deadline.isActive());
    deadline.restart(1ms);
    QVERIFY(deadline.isActive());
    QTRY_COMPARE(m_log.size(), 1);
    QVERIFY(!deadline.isActive());
    QTest::qWait(20);
    QCOMPARE(m_log.size(), 1);
    deadline.restart(1ms); // and can be used again
    QTRY_COMPARE(m_log.size(), 2);
}

void DeadlinesTest::pushedBackItExpiresLate()
{
    Deadlines deadlines;
    Deadline deadline(&deadlines, note(u"x"_s));
    QElapsedTimer timer;
    timer.start();
    deadline.restart(10ms);
    deadline.restart(200ms);
    QTRY_COMPARE(m_log.size(), 1);
    QVERIFY2(timer.elapsed() >= 199, qPrintable(QString::number(timer.elapsed())));
}

void DeadlinesTest::broughtForwardItExpiresEarly()
{
    Deadlines deadlines;
    Deadline deadline(&deadlines, note(u"x"_s));
    deadline.restart(1h);
    deadline.restart(10ms);
    QTRY_COMPARE(m_log.size(), 1);
}

void DeadlinesTest::stoppedItNeverExpires()
{
    Deadlines deadlines;
    Deadline stopped(&deadlines, note(u"stopped"_s));
    Deadline other(&deadlines, note(u"other"_s));
    stopped.restart(5ms);
    other.restart(30ms);
    stopped.stop();
    QVERIFY(!stopped.isActive());
    stopped.stop(); // twice is harmless
    QTRY_COMPARE(m_log, QStringList{u"other"_s});
}

void DeadlinesTest::destroyedItNeverExpires()
{
    Deadlines deadlines;
    auto destroyed = std::make_unique<Deadline>(&deadlines, note(u"destroyed"_s));
    Deadline other(&deadlines, note(u"other"_s));
    destroyed->restart(5ms);
    other.restart(30ms);
    destroyed.reset();
    QTRY_COMPARE(m_log, QStringList{u"other"_s});
}

void DeadlinesTest::aCallbackMayRestartItself()
{
    Deadlines deadlines;
    std::unique_ptr<Deadline> deadline;
    int count = 0;
    deadline = std::make_unique<Deadline>(&deadlines, [&] {
        if (++count < 5)
            deadline->restart(1ms);
    });
    deadline->restart(1ms);
    QTRY_COMPARE(count, 5);
    QVERIFY(!deadline->isActive());
}

void DeadlinesTest::aCallbackMayDestroyItself()
{
    Deadlines deadlines;
    std::unique_ptr<Deadline> deadline;
    QString after;
    deadline = std::make_unique<Deadline>(&deadlines, [&, text = QString(1000, u'x')] {
        deadline.reset();
        after = text; // what the callback captured is still there
    });
    deadline->restart(1ms);
    QTRY_COMPARE(after, QString(1000, u'x'));
    QVERIFY(!deadline);
}

void DeadlinesTest::aCallbackMayDestroyOthers()
{
    // Whichever of them comes first destroys all the others, expired at the same moment or not.
    constexpr int count = 20;
    for (int killer = 0; killer < count; ++killer) {
        Deadlines deadlines;
        std::vector<std::unique_ptr<Deadline>> all(count);
        int calls = 0;
        for (int i = 0; i < count; ++i) {
            all[size_t(i)] = std::make_unique<Deadline>(&deadlines, [&, i] {
                ++calls;
                for (int other = 0; other < count; ++other) {
                    if (other != i)
                        all[size_t(other)].reset();
                }
            });
        }
        for (auto &deadline : all)
            deadline->restart(deadline == all[size_t(killer)] ? 0ms : 1ms);
        QTRY_COMPARE(calls, 1);
        QTest::qWait(5);
        QCOMPARE(calls, 1);
    }
}

void DeadlinesTest::manyAtOnceAllExpire()
{
    Deadlines deadlines;
    std::vector<std::unique_ptr<Deadline>> all;
    int calls = 0;
    for (int i = 0; i < 1000; ++i) {
        all.push_back(std::make_unique<Deadline>(&deadlines, [&] { ++calls; }));
        all.back()->restart(std::chrono::milliseconds(i % 50));
    }
    for (size_t i = 0; i < all.size(); i += 2)
        all[i]->stop();
    QTRY_COMPARE(calls, 500);
}

void DeadlinesTest::pushingBackCostsNoWakeUps()
{
    Deadlines deadlines;
    Deadline deadline(&deadlines, note(u"x"_s));
    TimerEvents events;
    QElapsedTimer timer;
    for (timer.start(); timer.elapsed() < 100; QCoreApplication::processEvents())
        deadline.restart(1h);
    QCOMPARE(events.count(), 0);
    QVERIFY(deadline.isActive());
}

void DeadlinesTest::withNoneLeftItWakesOnceMoreAndThenRests()
{
    Deadlines deadlines;
    Deadline deadline(&deadlines, note(u"x"_s));
    deadline.restart(20ms);
    deadline.stop();
    TimerEvents events;
    QTRY_COMPARE(events.count(), 1); // stopping the timer for every deadline that ends would cost more
    QTest::qWait(100);
    QCOMPARE(events.count(), 1);
    QCOMPARE(m_log.size(), 0);
}

QTEST_GUILESS_MAIN(DeadlinesTest)
#include "tst_deadlines.moc"
