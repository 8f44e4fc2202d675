// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/local/statustext.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What /status answers.
class StatusTextTest : public QObject
{
    Q_OBJECT

private slots:
    void itTellsWhatIsKnown();
};

void StatusTextTest::itTellsWhatIsKnown()
{
    EngineStatus status;
    status.host = QHostAddress(QHostAddress::LocalHost);
    status.port = 10001;
    status.requests = 7;
    status.failures = 2;
    status.inFlight = 1;
    QString text = statusText(status);
    QVERIFY2(text.contains(u"http://127.0.0.1:10001"_s), qPrintable(text));
    QVERIFY2(text.contains(u"7, of which 2 failed and 1"_s), qPrintable(text));
    QVERIFY(text.contains(u"kind of login"_s));
    status.upstream = u"https://a.example/v1"_s;
    status.recording = RecordingMode::Redacted;
    status.recordingProblem = u"the disk is full"_s;
    status.promptStoreProblem = u"the disk is broken"_s;
    text = statusText(status);
    QVERIFY(text.contains(u"https://a.example/v1"_s) && text.contains(u"redacted"_s) && text.contains(u"the disk is full"_s));
    QVERIFY(text.contains(u"the disk is broken"_s));
}

QTEST_APPLESS_MAIN(StatusTextTest)
#include "tst_statustext.moc"
