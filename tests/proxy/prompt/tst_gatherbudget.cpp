// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/gatherbudget.h"

#include <QTest>
#include <map>

using namespace cpx;

/// Room for bodies, and the queue for it.
class GatherBudgetTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_budget = std::make_unique<GatherBudget>(100);
        m_shares.clear();
        m_order.clear();
    }
    void cleanup()
    {
        m_budget->forgetWaiting();
        m_shares.clear();
    }

    void thereIsRoomAtOnce();
    void whoComesTooLateWaits();
    void nobodyOvertakes();
    void whoAsksForTooMuchGetsEverything();
    void aShareGivenBackAtOnceServesTheNext();
    void aMovedShareIsGivenBackOnce();

private:
    void ask(int name, qint64 bytes)
    {
        m_budget->ask(bytes, [this, name](GatherBudget::Share share) {
            m_order += name;
            m_shares[name] = std::move(share);
        });
    }

    /// Taken out first: giving it back adds others.
    void give(int name) { m_shares.extract(name); }

    std::unique_ptr<GatherBudget> m_budget;
    std::map<int, GatherBudget::Share> m_shares;
    QList<int> m_order;
};

void GatherBudgetTest::thereIsRoomAtOnce()
{
    ask(1, 60);
    ask(2, 40);
    QCOMPARE(m_order, (QList<int>{1, 2}));
    QCOMPARE(m_budget->taken(), 100);
    give(1);
    QCOMPARE(m_budget->taken(), 40);
}

void GatherBudgetTest::whoComesTooLateWaits()
{
    ask(1, 60);
    ask(2, 50);
    QCOMPARE(m_order, QList<int>{1});
    give(1);
    QCOMPARE(m_order, (QList<int>{1, 2}));
    QCOMPARE(m_budget->taken(), 50);
}

void GatherBudgetTest::nobodyOvertakes()
{
    ask(1, 60);
    ask(2, 50);
    ask(3, 10); // would fit
    QCOMPARE(m_order, QList<int>{1});
    give(1);
    QCOMPARE(m_order, (QList<int>{1, 2, 3}));
}

void GatherBudgetTest::whoAsksForTooMuchGetsEverything()
{
    ask(1, 1000);
    QCOMPARE(m_order, QList<int>{1});
    QCOMPARE(m_budget->taken(), 100);
    ask(2, 1);
    QCOMPARE(m_order, QList<int>{1});
    give(1);
    QCOMPARE(m_order, (QList<int>{1, 2}));
}

void GatherBudgetTest::aShareGivenBackAtOnceServesTheNext()
{
    ask(1, 100);
    m_budget->ask(100, [this](const GatherBudget::Share &) { m_order += 2; });
    ask(3, 100);
    give(1);
    QCOMPARE(m_order, (QList<int>{1, 2, 3}));
    QCOMPARE(m_budget->taken(), 100);
}

void GatherBudgetTest::aMovedShareIsGivenBackOnce()
{
    {
        GatherBudget::Share kept;
        m_budget->ask(70, [&](GatherBudget::Share share) {
            const GatherBudget::Share moved = std::move(share);
            QCOMPARE(m_budget->taken(), 70);
        });
        QCOMPARE(m_budget->taken(), 0);
        m_budget->ask(70, [&](GatherBudget::Share share) { kept = std::move(share); });
        QCOMPARE(m_budget->taken(), 70);
    }
    QCOMPARE(m_budget->taken(), 0);
}

QTEST_APPLESS_MAIN(GatherBudgetTest)
#include "tst_gatherbudget.moc"
