// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/restingsetups.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

class RestingSetupsTest : public QObject
{
    Q_OBJECT

private slots:
    void whatIsAtRestIsKnownUntilItIsOver();
    void whatIsNotAtRestIsNotKnown();
    void itIsBounded();

private:
    static SetupAtRest atRest(const std::shared_ptr<std::atomic_bool> &isOver) { return {{true}, isOver}; }
};

void RestingSetupsTest::whatIsAtRestIsKnownUntilItIsOver()
{
    RestingSetups setups;
    QVERIFY(!setups.find(u"/a"_s));
    const auto isOver = std::make_shared<std::atomic_bool>(false);
    setups.note(u"/a"_s, atRest(isOver));
    QVERIFY(setups.find(u"/a"_s));
    QVERIFY(setups.find(u"/a"_s)->hookPresence.beforeTools);
    QVERIFY(!setups.find(u"/b"_s));
    *isOver = true;
    QVERIFY(!setups.find(u"/a"_s));
    *isOver = false;
    QVERIFY(!setups.find(u"/a"_s)); // once is enough
}

void RestingSetupsTest::whatIsNotAtRestIsNotKnown()
{
    RestingSetups setups;
    setups.note(u"/a"_s, atRest(std::make_shared<std::atomic_bool>(false)));
    setups.note(u"/a"_s, std::nullopt);
    QVERIFY(!setups.find(u"/a"_s));
    setups.note(u"/a"_s, atRest(std::make_shared<std::atomic_bool>(true)));
    QVERIFY(!setups.find(u"/a"_s));
    setups.note(u"/a"_s, SetupAtRest());
    QVERIFY(!setups.find(u"/a"_s));
}

void RestingSetupsTest::itIsBounded()
{
    RestingSetups setups;
    const auto isOver = std::make_shared<std::atomic_bool>(false);
    for (int i = 0; i <= RestingSetups::maximumDirectories; ++i)
        setups.note(QString::number(i), atRest(isOver));
    QVERIFY(!setups.find(u"0"_s));
    QVERIFY(setups.find(QString::number(RestingSetups::maximumDirectories)));
    QCOMPARE(isOver.use_count(), 2L);
}

QTEST_APPLESS_MAIN(RestingSetupsTest)
#include "tst_restingsetups.moc"
