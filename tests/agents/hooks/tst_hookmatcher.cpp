// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookmatcher.h"

#include <QElapsedTimer>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// The three forms of a matcher, as Claude Code reads them.
class HookMatcherTest : public QObject
{
    Q_OBJECT

private slots:
    void theRightValuesMatch_data();
    void theRightValuesMatch();
    void whatCannotBeUsedIsReported_data();
    void whatCannotBeUsedIsReported();
    void twoEventsKnowFewerNames();
    void aMatcherOfAnEventWithoutOneIsIgnored();
    void theValueIsThatOfTheEventsField_data();
    void theValueIsThatOfTheEventsField();
    void noExpressionTakesLong();
};

void HookMatcherTest::theRightValuesMatch_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("matches");
    const auto row = [](const char *pattern, const char *value, bool matches) {
        QTest::addRow("%s for %s", pattern, value) << QString::fromUtf8(pattern) << QString::fromUtf8(value) << matches;
    };
    row("", "Bash", true);
    row("*", "Bash", true);
    row("", "", true);
    row("Bash", "Bash", true);
    row("bash", "Bash", false);
    row("Ba", "Bash", false);
    row("BashX", "Bash", false);
    row("Ba.*", "Bash", true);
    row("Edit|Bash", "Bash", true);
    row("Edit, Bash", "Bash", true);
    row("Edit ,Bash", "Edit", true);
    row("Edit,Bash", "Edit, Bash", false);
    row("my-tool", "my-tool", true);
    row("my-tool", "my", false);
    row("|Bash|", "", false); // an empty name is none
    row("(Edit|Write)", "MultiEdit", true); // unanchored
    row("^(Edit|Write)$", "MultiEdit", false);
    row(".*", "", true);
    row("mcp__server", "mcp__server__tool", false);
    row("mcp__server__.*", "mcp__server__tool", true);
    row("Bash.*git commit", "Bash", false);
    row("\\d+", "x12", true);
    row("ü.", "üb", true);
}

void HookMatcherTest::theRightValuesMatch()
{
    QFETCH(QString, pattern);
    QFETCH(QString, value);
    const HookMatcher matcher(pattern, HookEvent::PreToolUse);
    QTEST(matcher.matches(value), "matches");
    QCOMPARE(matcher.problem(), QString());
}

void HookMatcherTest::whatCannotBeUsedIsReported_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::newRow("looking ahead") << u"^(?!Bash)"_s;
    QTest::newRow("looking behind") << u"(?<=x)Bash"_s;
    QTest::newRow("back reference") << u"(.)\\1"_s;
    QTest::newRow("not closed") << u"(Bash"_s;
    QTest::newRow("too large") << u"((((a{1000}){1000}){1000}){1000})"_s;
}

void HookMatcherTest::whatCannotBeUsedIsReported()
{
    QFETCH(QString, pattern);
    const HookMatcher matcher(pattern, HookEvent::PreToolUse);
    QVERIFY(matcher.problem().contains(pattern));
    QVERIFY(matcher.problem().contains(u';'));
    QVERIFY(matcher.matches(pattern));
    QVERIFY(!matcher.matches(u"Bash"_s));
    QVERIFY(!matcher.matches(u"Edit"_s));
}

void HookMatcherTest::twoEventsKnowFewerNames()
{
    // "-" and "," make it an expression there, which may match anywhere.
    QVERIFY(HookMatcher(u"a-b"_s, HookEvent::StopFailure).matches(u"xa-b"_s));
    QVERIFY(!HookMatcher(u"a-b"_s, HookEvent::Notification).matches(u"xa-b"_s));
    QVERIFY(HookMatcher(u".envrc|.env"_s, HookEvent::FileChanged).matches(u".env"_s));
    QVERIFY(HookMatcher(u"a|b"_s, HookEvent::FileChanged).matches(u"b"_s));
    QVERIFY(!HookMatcher(u"a|b"_s, HookEvent::FileChanged).matches(u"ab"_s));
}

void HookMatcherTest::aMatcherOfAnEventWithoutOneIsIgnored()
{
    QVERIFY(HookMatcher(u"Bash"_s, HookEvent::Stop).matches(QString()));
    QVERIFY(HookMatcher(u"("_s, HookEvent::UserPromptSubmit).matches(u"x"_s));
}

void HookMatcherTest::theValueIsThatOfTheEventsField_data()
{
    QTest::addColumn<HookEvent>("event");
    QTest::addColumn<QString>("value");
    QTest::newRow("tool") << HookEvent::PreToolUse << u"Bash"_s;
    QTest::newRow("source") << HookEvent::SessionStart << u"startup"_s;
    QTest::newRow("trigger") << HookEvent::PreCompact << u"manual"_s;
    QTest::newRow("reason") << HookEvent::SessionEnd << u"other"_s;
    QTest::newRow("file name") << HookEvent::FileChanged << u".env"_s;
    QTest::newRow("none") << HookEvent::Stop << QString();
}

void HookMatcherTest::theValueIsThatOfTheEventsField()
{
    QFETCH(HookEvent, event);
    const QJsonObject payload{{u"tool_name"_s, u"Bash"_s}, {u"source"_s, u"startup"_s}, {u"trigger"_s, u"manual"_s},
                              {u"reason"_s, u"other"_s}, {u"file_path"_s, u"/p/.env"_s}};
    QTEST(hookMatcherValue(event, payload), "value");
}

void HookMatcherTest::noExpressionTakesLong()
{
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!HookMatcher(u"^(a+)+$"_s, HookEvent::PreToolUse).matches(QString(100'000, u'a') + u'!'));
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_APPLESS_MAIN(HookMatcherTest)
#include "tst_hookmatcher.moc"
