// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/local/controltoken.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>
#include <memory>
#include <sys/stat.h>

using namespace cpx;
using namespace Qt::StringLiterals;

/// The proof that a program belongs to the user.
class ControlTokenTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void itIsPrivateLongAndNew();
    void onlyTheWholeTokenCounts();
    void beforeItIsMadeNothingCounts();
    void itGoesWithItsObject();
    void aLeftOneIsReplaced();
    void aLinkIsNotFollowed();
    void aDirectoryThatCannotBeUsedIsReported();
    void withoutAnEngineThereIsNone();

private:
    QString place() const { return m_dir->filePath(u"run"_s); }
    QString file() const { return place() + u"/control-10000.token"_s; }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void ControlTokenTest::itIsPrivateLongAndNew()
{
    ControlToken first;
    ControlToken second;
    QVERIFY(first.create(place(), 10000));
    QVERIFY(second.create(place(), 10001));
    struct stat data{};
    QCOMPARE(stat(qPrintable(file()), &data), 0);
    QCOMPARE(int(data.st_mode & 0777), 0600);
    QCOMPARE(stat(qPrintable(place()), &data), 0);
    QCOMPARE(int(data.st_mode & 0777), 0700);
    const auto one = ControlToken::read(place(), 10000);
    const auto other = ControlToken::read(place(), 10001);
    QVERIFY(one && other);
    QCOMPARE(QByteArray::fromHex(*one).size(), 32);
    QVERIFY(*one != *other);
}

void ControlTokenTest::onlyTheWholeTokenCounts()
{
    ControlToken token;
    QVERIFY(token.create(place(), 10000));
    const QByteArray word = *ControlToken::read(place(), 10000);
    QVERIFY(token.isGivenBy("Bearer " + word));
    QVERIFY(token.isGivenBy("bearer " + word)); // RFC 9110 §11.1: schemes in any case
    for (const QByteArray &wrong : {QByteArray(), QByteArray("Bearer"), QByteArray("Bearer "), word, "Bearer " + word.first(63),
                                    "Bearer " + word + '0', "Bearer  " + word, "Basic " + word, "Bearer " + word.toUpper() + "x",
                                    "Bearer " + QByteArray(64, '0')})
        QVERIFY2(!token.isGivenBy(wrong), wrong.constData());
}

void ControlTokenTest::beforeItIsMadeNothingCounts()
{
    const ControlToken token;
    QVERIFY(!token.isGivenBy(""));
    QVERIFY(!token.isGivenBy("Bearer "));
}

void ControlTokenTest::itGoesWithItsObject()
{
    {
        ControlToken token;
        QVERIFY(token.create(place(), 10000));
        QVERIFY(QFile::exists(file()));
    }
    QVERIFY(!QFile::exists(file()));
}

void ControlTokenTest::aLeftOneIsReplaced()
{
    ControlToken token;
    QVERIFY(token.create(place(), 10000));
    const QByteArray old = *ControlToken::read(place(), 10000);
    ControlToken next; // the engine before was killed and has left its file
    QVERIFY(next.create(place(), 10000));
    QVERIFY(!next.isGivenBy("Bearer " + old));
    QVERIFY(next.isGivenBy("Bearer " + *ControlToken::read(place(), 10000)));
}

void ControlTokenTest::aLinkIsNotFollowed()
{
    const QString elsewhere = m_dir->filePath(u"elsewhere"_s);
    QVERIFY(QDir().mkpath(place()));
    QVERIFY(QFile::link(elsewhere, file()));
    ControlToken token;
    QVERIFY(token.create(place(), 10000));
    QVERIFY(!QFile::exists(elsewhere));
    QVERIFY(!QFileInfo(file()).isSymLink());
}

void ControlTokenTest::aDirectoryThatCannotBeUsedIsReported()
{
    QFile inTheWay(place());
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    ControlToken token;
    const auto created = token.create(place(), 10000);
    QVERIFY(!created);
    QVERIFY2(created.error().message.contains(place()), qPrintable(created.error().message));
}

void ControlTokenTest::withoutAnEngineThereIsNone()
{
    const auto none = ControlToken::read(place(), 10000);
    QVERIFY(!none);
    QCOMPARE(none.error().code, Error::Code::NotFound);
}

QTEST_APPLESS_MAIN(ControlTokenTest)
#include "tst_controltoken.moc"
