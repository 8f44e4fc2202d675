// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/statusline/statuslinedefinition.h"

#include <QJsonDocument>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Mode = StatusLineDefinition::Mode;

/// What settings files say about a status line, and which of them counts.
class StatusLineDefinitionTest : public QObject
{
    Q_OBJECT

private slots:
    void fieldsAreTaken_data();
    void fieldsAreTaken();
    void whatNamesNoCommandIsNone_data();
    void whatNamesNoCommandIsNone();
    void badFieldsKeepTheirDefaultAndAreTold_data();
    void badFieldsKeepTheirDefaultAndAreTold();
    void theFirstGoodFileCounts_data();
    void theFirstGoodFileCounts();
    void filesAreNotMerged();

private:
    static QJsonObject object(const QByteArray &json)
    {
        QJsonParseError error;
        const QJsonObject result = QJsonDocument::fromJson(json, &error).object();
        if (error.error != QJsonParseError::NoError)
            qFatal("no JSON: %s", json.constData());
        return result;
    }
    static QString printed(const StatusLineDefinition &definition)
    {
        const QString mode = definition.mode == Mode::Prepend ? u"prepend"_s
            : definition.mode == Mode::Append                 ? u"append"_s
                                                              : u"off"_s;
        return u"%1 %2 ms %3 padding %4 every %5"_s.arg(definition.command)
            .arg(definition.timeout.count())
            .arg(mode)
            .arg(definition.padding)
            .arg(definition.refreshInterval ? QString::number(definition.refreshInterval->count()) : u"-"_s);
    }
};

void StatusLineDefinitionTest::fieldsAreTaken_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QByteArray &fields, const char *expected) {
        QTest::newRow(name) << QByteArray(R"({"type":"command","command":"c")" + fields + '}')
                            << QString::fromLatin1(expected);
    };
    row("only what must be there", "", "c 2000 ms prepend padding 0 every -");
    row("as Claude Code writes it", R"(,"padding":2,"refreshInterval":5,"hideVimModeIndicator":false)",
        "c 2000 ms prepend padding 2 every 5000");
    row("as the original writes it", R"(,"timeout":5,"mode":"append")", "c 5000 ms append padding 0 every -");
    row("a fraction of a second", R"(,"timeout":0.25,"refreshInterval":1.5)",
        "c 250 ms prepend padding 0 every 1500");
    row("the longest timeout", R"(,"timeout":60)", "c 60000 ms prepend padding 0 every -");
    row("mode in capitals", R"(,"mode":" Append ")", "c 2000 ms append padding 0 every -");
    row("mode off", R"(,"mode":"off")", "c 2000 ms off padding 0 every -");
    row("mode prepend", R"(,"mode":"prepend")", "c 2000 ms prepend padding 0 every -");
    row("the other name of mode", R"(,"appendMode":"append")", "c 2000 ms append padding 0 every -");
    row("the other name as a truth", R"(,"appendMode":true)", "c 2000 ms append padding 0 every -");
    row("the other name as a falsehood", R"(,"appendMode":false)", "c 2000 ms prepend padding 0 every -");
    row("both names", R"(,"mode":"prepend","appendMode":true)", "c 2000 ms prepend padding 0 every -");
    row("unknown keys", R"(,"colour":"red","x":{"timeout":9})", "c 2000 ms prepend padding 0 every -");
}

void StatusLineDefinitionTest::fieldsAreTaken()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, expected);
    const StatusLineReading reading = StatusLineDefinition::fromJson(object(json), u"/f"_s);
    QCOMPARE(reading.problems, QStringList());
    QVERIFY(reading.definition);
    QCOMPARE(printed(*reading.definition), expected);
    QCOMPARE(reading.definition->origin, u"/f"_s);
}

void StatusLineDefinitionTest::whatNamesNoCommandIsNone_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *json, const char *said) {
        QTest::newRow(json) << QByteArray(json) << QString::fromLatin1(said);
    };
    row("{}", "statusLine.type");
    row(R"({"command":"c"})", "statusLine.type");
    row(R"({"type":"static","command":"c"})", "statusLine.type");
    row(R"({"type":5,"command":"c"})", "statusLine.type");
    row(R"({"type":"command"})", "statusLine.command");
    row(R"({"type":"command","command":""})", "statusLine.command");
    row(R"({"type":"command","command":" \n\t"})", "statusLine.command");
    row(R"({"type":"command","command":["c"]})", "statusLine.command");
    row(R"({"type":"command","command":null})", "statusLine.command");
    row(R"({"type":"command","command":"a\u0000b"})", "statusLine.command");
}

void StatusLineDefinitionTest::whatNamesNoCommandIsNone()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, said);
    const StatusLineReading reading = StatusLineDefinition::fromJson(object(json), u"/f/settings.json"_s);
    QVERIFY(!reading.definition);
    QCOMPARE(reading.problems.size(), 1);
    QVERIFY2(reading.problems[0].startsWith(u"/f/settings.json: "_s + said), qPrintable(reading.problems[0]));
    QVERIFY2(reading.problems[0].contains(u';'), qPrintable(reading.problems[0])); // and what to do
}

void StatusLineDefinitionTest::badFieldsKeepTheirDefaultAndAreTold_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *field, const char *said,
                        const char *expected = "c 2000 ms prepend padding 0 every -") {
        QTest::newRow(field) << QByteArray(field) << QString::fromLatin1(said)
                             << QString::fromLatin1(expected);
    };
    for (const char *value : {"0", "-1", "\"5\"", "null", "[5]", "0.0001"})
        row(qPrintable(u"\"timeout\":%1"_s.arg(QLatin1StringView(value))),
            "statusLine.timeout must be a number");
    row(R"("timeout":5000)", "statusLine.timeout is in seconds", "c 60000 ms prepend padding 0 every -");
    row(R"("timeout":1e300)", "statusLine.timeout is in seconds", "c 60000 ms prepend padding 0 every -");
    row(R"("mode":"header")", "statusLine.mode must be one of: prepend, append, off");
    row(R"("mode":true)", "statusLine.mode must be one of");
    row(R"("appendMode":1)", "statusLine.mode must be one of");
    for (const char *value : {"-1", "101", "1.5", "\"1\"", "null"})
        row(qPrintable(u"\"padding\":%1"_s.arg(QLatin1StringView(value))),
            "statusLine.padding must be a whole number from 0 to 100");
    for (const char *value : {"0", "0.5", "\"5\"", "1e300"})
        row(qPrintable(u"\"refreshInterval\":%1"_s.arg(QLatin1StringView(value))),
            "statusLine.refreshInterval must be");
}

void StatusLineDefinitionTest::badFieldsKeepTheirDefaultAndAreTold()
{
    QFETCH(QByteArray, field);
    QFETCH(QString, said);
    QFETCH(QString, expected);
    const StatusLineReading reading =
        StatusLineDefinition::fromJson(object(R"({"type":"command","command":"c",)" + field + '}'), u"/f"_s);
    QVERIFY(reading.definition);
    QCOMPARE(printed(*reading.definition), expected);
    QCOMPARE(reading.problems.size(), 1);
    QVERIFY2(reading.problems[0].startsWith(u"/f: "_s + said), qPrintable(reading.problems[0]));
}

void StatusLineDefinitionTest::theFirstGoodFileCounts_data()
{
    QTest::addColumn<QByteArrayList>("files");
    QTest::addColumn<QString>("origin"); // empty: none
    QTest::addColumn<int>("problems");
    const QByteArray good = R"({"statusLine":{"type":"command","command":"c"}})";
    const QByteArray bad = R"({"statusLine":{"type":"command"}})";
    const auto row = [](const char *name, const QByteArrayList &files, const QString &origin,
                        int problems = 0) { QTest::newRow(name) << files << origin << problems; };
    row("no file", {}, QString());
    row("empty files", {"{}", "{}"}, QString());
    row("the first", {good, good, good}, u"/0"_s);
    row("the first that has one", {"{}", R"({"hooks":{}})", good, good}, u"/2"_s);
    row("the last", {"{}", "{}", "{}", good}, u"/3"_s);
    row("the first good one", {bad, good}, u"/1"_s, 1);
    row("no good one", {bad, bad}, QString(), 2);
    row("a text is none", {R"({"statusLine":"c"})", good}, u"/1"_s, 1);
    row("null is like nothing", {R"({"statusLine":null})", good}, u"/1"_s);
    row("what comes later is not looked at", {good, bad}, u"/0"_s);
    row("a good one with a bad field is good",
        {R"({"statusLine":{"type":"command","command":"c","timeout":-1}})", good}, u"/0"_s, 1);
}

void StatusLineDefinitionTest::theFirstGoodFileCounts()
{
    QFETCH(QByteArrayList, files);
    QFETCH(QString, origin);
    QFETCH(int, problems);
    QList<StatusLineSource> sources;
    for (qsizetype i = 0; i < files.size(); ++i)
        sources.append({object(files[i]), u"/%1"_s.arg(i)});
    const StatusLineReading reading = StatusLineDefinition::firstOf(sources);
    QCOMPARE(reading.definition ? reading.definition->origin : QString(), origin);
    QCOMPARE(reading.problems.size(), problems);
}

void StatusLineDefinitionTest::filesAreNotMerged()
{
    const StatusLineReading reading = StatusLineDefinition::firstOf(
        {{object(R"({"statusLine":{"type":"command","command":"first"}})"), u"/0"_s},
         {object(
              R"({"statusLine":{"type":"command","command":"second","timeout":9,"mode":"append","padding":3}})"),
          u"/1"_s}});
    QVERIFY(reading.definition);
    QCOMPARE(printed(*reading.definition), u"first 2000 ms prepend padding 0 every -"_s);
}

QTEST_APPLESS_MAIN(StatusLineDefinitionTest)
#include "tst_statuslinedefinition.moc"
