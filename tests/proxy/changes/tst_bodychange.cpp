// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/changes/bodychange.h"

#include <QJsonDocument>
#include <QTest>

using namespace cpx;

/// Changes as JSON, and texts cut to a size.
class BodyChangeTest : public QObject
{
    Q_OBJECT

private slots:
    void whatGoesInComesOut();
    void nothingAndAnEmptyTextAreTwoThings();
    void aLongTextIsCutBetweenCharacters();
    void otherJsonDoesNoHarm();
};

void BodyChangeTest::whatGoesInComesOut()
{
    QList<BodyChange> changes;
    using Kind = ChangeAttribution::Kind;
    for (const Kind kind : {Kind::Hook, Kind::Command, Kind::Policy, Kind::StatusLine, Kind::Agent}) {
        BodyChange change;
        change.attribution = {kind, QStringLiteral("näme"), QStringLiteral("/p/x.md"), QStringLiteral("UserPromptSubmit")};
        change.location = "/input/12/content/0/text";
        change.before = ChangeText::of("/review");
        change.after = ChangeText::of(QByteArray(70'000, 'x'));
        changes.append(change);
    }
    changes.last().direction = BodyChange::Direction::Response;
    QVERIFY(bodyChangesFromJson(QJsonDocument::fromJson(QJsonDocument(toJson(changes)).toJson()).array()) == changes);
    QVERIFY(changes.constFirst().after.isCut());
}

void BodyChangeTest::nothingAndAnEmptyTextAreTwoThings()
{
    BodyChange change;
    change.after = ChangeText::of("");
    QVERIFY(!change.before.exists());
    QVERIFY(change.after.exists());
    QVERIFY(bodyChangesFromJson(toJson({change})).constFirst() == change);
}

void BodyChangeTest::aLongTextIsCutBetweenCharacters()
{
    const qsizetype most = ChangeText::mostKept;
    for (int before = 0; before < 4; ++before) {
        const ChangeText text = ChangeText::of(QByteArray(most - 4 + before, 'x') + "\xf0\x9f\x99\x82 end");
        QVERIFY(text.bytes.isValidUtf8());
        QVERIFY(text.bytes.size() > most - 4 && text.bytes.size() <= most);
        QCOMPARE(text.size, most + 4 + before);
    }
    QVERIFY(!ChangeText::of(QByteArray(most, 'x')).isCut());
    QVERIFY(ChangeText::of(QByteArray(most + 10, '\x80')).bytes.isEmpty()); // no UTF-8 at all
}

void BodyChangeTest::otherJsonDoesNoHarm()
{
    const QByteArray json = R"([5, {}, {"before": 7, "after": "x", "after_size": -3, "kind": "magic"}])";
    const QList<BodyChange> changes = bodyChangesFromJson(QJsonDocument::fromJson(json).array());
    QCOMPARE(changes.size(), 3);
    QVERIFY(!changes.at(2).before.exists());
    QCOMPARE(changes.at(2).after.size, 1);
}

QTEST_APPLESS_MAIN(BodyChangeTest)
#include "tst_bodychange.moc"
