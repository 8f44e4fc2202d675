// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/recordedflow.h"

#include <QSet>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Values of the store and their names in it.
class RecordedFlowTest : public QObject
{
    Q_OBJECT

private slots:
    void everyNameLeadsBackToItsValue()
    {
        using State = RecordedBody::State;
        using Phase = FlowRecord::Phase;
        QSet<QString> names;
        for (const State state : {State::Kept, State::Truncated, State::NotWanted, State::Dropped, State::Unreadable}) {
            QCOMPARE(bodyStateFromName(bodyStateName(state)), state);
            names += bodyStateName(state);
        }
        for (const Phase phase : {Phase::Sending, Phase::Streaming, Phase::Done, Phase::Failed, Phase::Cancelled}) {
            QCOMPARE(phaseFromName(phaseName(phase)), phase);
            names += phaseName(phase);
        }
        for (const RecordingMode mode : {RecordingMode::Off, RecordingMode::Metadata, RecordingMode::Redacted, RecordingMode::Full}) {
            QCOMPARE(recordingModeFromName(recordingModeName(mode)), mode);
            names += recordingModeName(mode);
        }
        QCOMPARE(names.size(), 14);
        QCOMPARE(recordingModeFromName(u"everything"_s), RecordingMode::Off); // when in doubt, nothing
    }

    void bodiesArePackedAndComeBack_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("data: 1\n\n");
        QTest::newRow("zeros") << QByteArray(5'000'000, '\0');
    }

    void bodiesArePackedAndComeBack()
    {
        QFETCH(QByteArray, bytes);
        const RecordedBody body = RecordedBody::of(RecordedBody::State::Kept, bytes);
        QCOMPARE(body.size, bytes.size());
        QVERIFY(body.packed.size() < 2000);
        QCOMPARE(*body.bytes(), bytes);
    }

    void aDamagedBodyIsAnError()
    {
        RecordedBody body = RecordedBody::of(RecordedBody::State::Kept, "text");
        body.packed.chop(1);
        QVERIFY(!body.bytes());
    }
};

QTEST_APPLESS_MAIN(RecordedFlowTest)
#include "tst_recordedflow.moc"
