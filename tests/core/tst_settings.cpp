// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What settings.json may say, and that every mistake is told with its place.
class SettingsTest : public QObject
{
    Q_OBJECT

private slots:
    void theTableIsSound();
    void defaultsHoldWithoutAFile();
    void valuesOfTheFileWin();
    void goodValuesAreTaken_data();
    void goodValuesAreTaken();
    void badValuesNameFileLineKeyAndRule_data();
    void badValuesNameFileLineKeyAndRule();
    void brokenJsonNamesItsPlace_data();
    void brokenJsonNamesItsPlace();
    void unknownKeysAreKeptAside();
    void overridesWin_data();
    void overridesWin();
    void badOverridesAreRefusedAndChangeNothing_data();
    void badOverridesAreRefusedAndChangeNothing();
    void whatIsNoReadableFileIsRefused_data();
    void whatIsNoReadableFileIsRefused();
    void aFileThatOthersMayWriteIsRefused_data();
    void aFileThatOthersMayWriteIsRefused();
    void deepNestingIsNoDanger();

private:
    static QString printed(const Settings &settings, const QByteArray &key)
    {
        for (const SettingDefinition &definition : settingDefinitions()) {
            if (key != definition.key)
                continue;
            switch (definition.type) {
            case SettingDefinition::Type::Text:
            case SettingDefinition::Type::Choice: return settings.text(key.constData());
            case SettingDefinition::Type::Integer: return QString::number(settings.integer(key.constData()));
            case SettingDefinition::Type::Boolean: return settings.boolean(key.constData()) ? u"true"_s : u"false"_s;
            }
        }
        return u"no such key"_s;
    }
};

void SettingsTest::theTableIsSound()
{
    QSet<QByteArray> keys;
    const Settings settings;
    for (const SettingDefinition &definition : settingDefinitions()) {
        QVERIFY2(!keys.contains(definition.key), definition.key);
        keys += definition.key;
        QVERIFY2(*definition.description, definition.key);
        QCOMPARE(printed(settings, definition.key), definition.defaultValue.toString());
        Settings copy; // every default passes its own check
        QVERIFY2(bool(copy.set(QString::fromLatin1(definition.key), definition.defaultValue)), definition.key);
        if (definition.type == SettingDefinition::Type::Integer) {
            QVERIFY2(definition.minimum < definition.maximum, definition.key);
            QVERIFY2(definition.maximum < (1LL << 53), definition.key); // exact in JSON's double
        }
    }
}

void SettingsTest::defaultsHoldWithoutAFile()
{
    QTemporaryDir dir;
    auto settings = Settings::fromFile(dir.filePath(u"settings.json"_s));
    QVERIFY(settings);
    QCOMPARE(settings->integer("proxy.port"), 10000);
    QCOMPARE(settings->text("proxy.host"), u"127.0.0.1"_s);
    QCOMPARE(settings->text("upstream.url"), QString());
    QVERIFY(settings->unknownKeys().isEmpty());
}

void SettingsTest::valuesOfTheFileWin()
{
    QTemporaryDir dir;
    QFile file(dir.filePath(u"settings.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"proxy": {"port": 1234}, "upstream": {"url": "https://a.example"}, "limits": {}})");
    file.close();
    auto settings = Settings::fromFile(file.fileName());
    QVERIFY(settings);
    QCOMPARE(settings->integer("proxy.port"), 1234);
    QCOMPARE(settings->text("upstream.url"), u"https://a.example"_s);
    QCOMPARE(settings->integer("limits.connections"), 1024);
}

void SettingsTest::goodValuesAreTaken_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *json, const char *key, const char *expected) {
        QTest::newRow(name) << QByteArray(json) << QByteArray(key) << QString::fromLatin1(expected);
    };
    row("smallest", R"({"proxy":{"port":0}})", "proxy.port", "0");
    row("largest", R"({"proxy":{"port":65535}})", "proxy.port", "65535");
    row("whole number written with a fraction", R"({"proxy":{"port":8080.0}})", "proxy.port", "8080");
    row("whole number written with an exponent", R"({"proxy":{"port":1e3}})", "proxy.port", "1000");
    row("a section that is a setting itself", R"({"recording":"full","recording.maxDays":3})", "recording", "full");
    row("below such a section, dotted", R"({"recording":"full","recording.maxDays":3})", "recording.maxDays", "3");
    row("below such a section, nested", R"({"recording":{"maxDays":3}})", "recording.maxDays", "3");
    row("beyond 32 bits", R"({"limits":{"bodyBytes":4294967296}})", "limits.bodyBytes", "4294967296");
    row("choice", R"({"upstream":{"transport":"stock"}})", "upstream.transport", "stock");
    row("text", R"({"upstream":{"caFile":"/a b/\u00e4"}})", "upstream.caFile", "/a b/\xe4");
    row("top-level key", R"({"websocket":"tunnel"})", "websocket", "tunnel");
    row("dotted key", R"({"proxy.port":8080})", "proxy.port", "8080");
    row("empty object", R"({})", "proxy.port", "10000");
    row("byte order mark", "\xef\xbb\xbf{\"proxy\":{\"port\":1}}", "proxy.port", "1");
}

void SettingsTest::goodValuesAreTaken()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, key);
    QFETCH(QString, expected);
    auto settings = Settings::fromJson(json, u"f"_s);
    QVERIFY2(bool(settings), settings ? "" : qPrintable(settings.error().message));
    QCOMPARE(printed(*settings, key), expected);
}

void SettingsTest::badValuesNameFileLineKeyAndRule_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QStringList>("said");
    const auto row = [](const char *name, const QByteArray &json, const QStringList &said) {
        QTest::newRow(name) << json << said;
    };
    const QString port = u"line 2: proxy.port must be a whole number from 0 to 65535"_s;
    for (const char *bad : {"-1", "65536", "1e300", "-1e300", "1.5", "\"80\"", "true", "null", "[]", "[80]"})
        row(bad, "{\"proxy\":{\n\"port\": " + QByteArray(bad) + "}}", {port});
    row("an object for a value", "{\"proxy\":{\n\"port\": {\"x\":1}}}", {port});
    const QString text = u"line 1: upstream.url must be a text"_s;
    for (const char *bad : {"1", "true", "null", "[]", "{}"})
        row(("text: " + QByteArray(bad)).constData(), "{\"upstream\":{\"url\": " + QByteArray(bad) + "}}", {text});
    const QString choice = u"line 1: upstream.transport must be one of: direct, stock"_s;
    for (const char *bad : {"\"Direct\"", "\"\"", "1", "null"})
        row(("choice: " + QByteArray(bad)).constData(), "{\"upstream\":{\"transport\": " + QByteArray(bad) + "}}", {choice});
    row("a section that is a setting itself", R"({"recording":5})", {u"line 1: recording must be one of: off, metadata"_s});
    for (const SettingDefinition &definition : settingDefinitions()) {
        if (definition.type != SettingDefinition::Type::Integer)
            continue;
        const QString key = QString::fromLatin1(definition.key);
        for (const qint64 beyond : {definition.minimum - 1, definition.maximum + 1}) {
            row(qPrintable(u"%1 = %2"_s.arg(key).arg(beyond)),
                u"{\"%1\":\n\n{\"%2\":%3}}"_s.arg(key.section(u'.', 0, 0), key.section(u'.', 1)).arg(beyond).toUtf8(),
                {u"line 3: "_s + key,
                 u"from %1 to %2"_s.arg(definition.minimum).arg(definition.maximum)});
        }
    }
    row("the same name elsewhere before", "{\"other\":{\"port\":1},\n\"proxy\":{\n\"port\":-1}}", {u"line 3: proxy.port"_s});
    row("the same name as a value before", "{\"upstream\":{\"url\":\"port\"},\n\"proxy\":{\n\"port\":-1}}",
        {u"line 3: proxy.port"_s});
    row("dotted key", "{\n\"proxy.port\":-1}", {u"line 2: proxy.port"_s});
    row("key written with an escape", "{\n\"proxy\":{\n\"p\\u006frt\":-1}}", {u"line 3: proxy.port"_s});
    row("the last of equal keys counts", "{\"proxy\":{\"port\":1,\n\"port\":-1}}", {u"line 2: proxy.port"_s});
    row("braces inside a text before", "{\"x\":\"}{\\\"\",\n\"proxy\":{\n\"port\":-1}}", {u"line 3: proxy.port"_s});
}

void SettingsTest::badValuesNameFileLineKeyAndRule()
{
    QFETCH(QByteArray, json);
    QFETCH(QStringList, said);
    auto settings = Settings::fromJson(json, u"/c/settings.json"_s);
    QVERIFY(!settings);
    QCOMPARE(settings.error().code, Error::Code::Invalid);
    said += u"/c/settings.json, "_s;
    for (const QString &each : said)
        QVERIFY2(settings.error().message.contains(each), qPrintable(settings.error().message + u"  lacks  "_s + each));
}

void SettingsTest::brokenJsonNamesItsPlace_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *name, const QByteArray &json, const char *said) {
        QTest::newRow(name) << json << QString::fromLatin1(said);
    };
    row("missing value", "{\n  \"proxy\": \n}", "line 3, column 1");
    row("trailing comma", "{\"a\": 1,\n}", "line 2");
    row("comment", "{\n// no\n}", "line 2, column 1");
    row("not closed", "{\"a\": 1", "line 1");
    row("text after the end", "{}\n{}", "line 2");
    row("not JSON", "port=1", "line 1, column 1");
    row("empty", "", "is empty");
    row("blanks only", " \n\t\n", "is empty");
    row("a list", "[1]", "does not hold a JSON object");
}

void SettingsTest::brokenJsonNamesItsPlace()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, said);
    auto settings = Settings::fromJson(json, u"/c/settings.json"_s);
    QVERIFY(!settings);
    QCOMPARE(settings.error().code, Error::Code::Invalid);
    QVERIFY2(settings.error().message.contains(said), qPrintable(settings.error().message));
    QVERIFY2(settings.error().message.startsWith(u"/c/settings.json"_s), qPrintable(settings.error().message));
    QVERIFY2(settings.error().message.contains(u';'), qPrintable(settings.error().message)); // and what to do
}

void SettingsTest::unknownKeysAreKeptAside()
{
    auto settings = Settings::fromJson(
        R"({"new": {"a": 1, "b": {"c": []}}, "proxy": {"port": 5, "speed": "fast"}, "Websocket": 1})", u"f"_s);
    QVERIFY(settings);
    QStringList unknown = settings->unknownKeys();
    unknown.sort();
    QCOMPARE(unknown, (QStringList{u"Websocket"_s, u"new.a"_s, u"new.b.c"_s, u"proxy.speed"_s}));
    QCOMPARE(settings->integer("proxy.port"), 5);
}

void SettingsTest::overridesWin_data()
{
    QTest::addColumn<QString>("assignment");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QString>("expected");
    const auto row = [](const QString &assignment, const char *key, const QString &expected) {
        QTest::newRow(qPrintable(assignment)) << assignment << QByteArray(key) << expected;
    };
    row(u"proxy.port=0"_s, "proxy.port", u"0"_s);
    row(u"proxy.host=::1"_s, "proxy.host", u"::1"_s);
    row(u"upstream.url=https://a.example/?x=y"_s, "upstream.url", u"https://a.example/?x=y"_s);
    row(u"upstream.url="_s, "upstream.url", QString());
    row(u"limits.bodyBytes=4294967296"_s, "limits.bodyBytes", u"4294967296"_s);
}

void SettingsTest::overridesWin()
{
    QFETCH(QString, assignment);
    QFETCH(QByteArray, key);
    QFETCH(QString, expected);
    auto settings = Settings::fromJson(R"({"proxy":{"port":7,"host":"127.0.0.1"},"upstream":{"url":"https://b"}})", u"f"_s);
    QVERIFY(settings);
    QVERIFY(settings->applyOverride(assignment));
    QCOMPARE(printed(*settings, key), expected);
}

void SettingsTest::badOverridesAreRefusedAndChangeNothing_data()
{
    QTest::addColumn<QString>("assignment");
    QTest::addColumn<QString>("said");
    const auto row = [](const QString &assignment, const QString &said) {
        QTest::newRow(qPrintable(assignment)) << assignment << said;
    };
    row(QString(), u"key=value"_s);
    row(u"proxy.port"_s, u"key=value"_s);
    row(u"=1"_s, u"key=value"_s);
    row(u"nothing=1"_s, u"proxy.port"_s); // the list of all settings
    row(u"Proxy.Port=1"_s, u"there is no setting Proxy.Port"_s);
    row(u"proxy.port=x"_s, u"proxy.port must be a whole number"_s);
    row(u"proxy.port="_s, u"proxy.port must be a whole number"_s);
    row(u"proxy.port=65536"_s, u"from 0 to 65535"_s);
    row(u"proxy.port=0x10"_s, u"whole number"_s);
    row(u"proxy.port=99999999999999999999"_s, u"whole number"_s);
    row(u"proxy.host=0.0.0.0"_s, u"proxy.host must be one of: 127.0.0.1, ::1"_s);
    row(u"websocket=accept"_s, u"websocket must be one of"_s);
}

void SettingsTest::badOverridesAreRefusedAndChangeNothing()
{
    QFETCH(QString, assignment);
    QFETCH(QString, said);
    Settings settings;
    const auto result = settings.applyOverride(assignment);
    QVERIFY(!result);
    QVERIFY2(result.error().message.contains(said), qPrintable(result.error().message));
    for (const SettingDefinition &definition : settingDefinitions())
        QCOMPARE(printed(settings, definition.key), definition.defaultValue.toString());
}

void SettingsTest::whatIsNoReadableFileIsRefused_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"directory", "pipe", "large", "dangling"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void SettingsTest::whatIsNoReadableFileIsRefused()
{
    QFETCH(QString, name);
    QTemporaryDir dir;
    QVERIFY(QDir(dir.path()).mkdir(u"directory"_s));
    QCOMPARE(::mkfifo(QFile::encodeName(dir.filePath(u"pipe"_s)).constData(), 0600), 0);
    QVERIFY(QFile::link(dir.filePath(u"nowhere"_s), dir.filePath(u"dangling"_s)));
    QFile large(dir.filePath(u"large"_s));
    QVERIFY(large.open(QIODevice::WriteOnly));
    large.write("{}" + QByteArray(1024 * 1024, ' '));
    large.close();
    auto settings = Settings::fromFile(dir.filePath(name));
    QVERIFY(!settings);
    QCOMPARE(settings.error().code, Error::Code::Invalid);
    QVERIFY2(settings.error().message.contains(dir.filePath(name)), qPrintable(settings.error().message));
}

void SettingsTest::aFileThatOthersMayWriteIsRefused_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("private") << 0600 << true;
    QTest::newRow("readable") << 0644 << true;
    QTest::newRow("writable for the group") << 0664 << false;
    QTest::newRow("writable for all") << 0602 << false;
}

void SettingsTest::aFileThatOthersMayWriteIsRefused()
{
    QFETCH(int, mode);
    QTemporaryDir dir;
    QFile file(dir.filePath(u"settings.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{}") == 2);
    file.close();
    QCOMPARE(::chmod(QFile::encodeName(file.fileName()).constData(), mode_t(mode)), 0);
    const auto settings = Settings::fromFile(file.fileName());
    QTEST(bool(settings), "isGood");
    if (!settings)
        QVERIFY2(settings.error().message.endsWith(u"; take that away with: chmod go-w "_s + file.fileName()), qPrintable(settings.error().message));
}

void SettingsTest::deepNestingIsNoDanger()
{
    QByteArray json;
    for (int i = 0; i < 100'000; ++i)
        json += "{\"a\":";
    QVERIFY(!Settings::fromJson(json, u"f"_s));
    QVERIFY(!Settings::fromJson(QByteArray(500'000, '['), u"f"_s));
    json = "1";
    for (int i = 0; i < 500; ++i)
        json = "{\"a\":" + json + '}';
    QVERIFY(Settings::fromJson(json, u"f"_s));
}

QTEST_APPLESS_MAIN(SettingsTest)
#include "tst_settings.moc"
