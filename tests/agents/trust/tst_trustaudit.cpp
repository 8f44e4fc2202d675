// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/trust/trustaudit.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What the user has trusted can be looked up later.
class TrustAuditTest : public QObject
{
    Q_OBJECT

private slots:
    void aDecisionIsRecordedWithItsContent();
};

void TrustAuditTest::aDecisionIsRecordedWithItsContent()
{
    QTemporaryDir dir;
    AuditLog log(dir.path());
    const TrustSubject subject{u"/p/hook.py"_s, QByteArray(32, '\x1f')};
    for (const TrustDecision decision : {TrustDecision::Trusted, TrustDecision::Denied, TrustDecision::Revoked})
        QVERIFY(recordTrustDecision(log, subject, decision));
    QFile file(dir.filePath(u"audit.jsonl"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    for (const char *decision : {"trusted", "denied", "revoked"}) {
        const QJsonObject record = QJsonDocument::fromJson(file.readLine()).object();
        QCOMPARE(record.value(u"event"_s).toString(), u"trust"_s);
        QCOMPARE(record.value(u"what"_s).toString(), subject.path);
        QCOMPARE(record.value(u"decision"_s).toString(), QString::fromLatin1(decision));
        QCOMPARE(record.value(u"rule"_s).toString(), u"user"_s);
        QCOMPARE(record.value(u"hash"_s).toString(), QString(u"1f"_s).repeated(32));
    }
}

QTEST_APPLESS_MAIN(TrustAuditTest)
#include "tst_trustaudit.moc"
