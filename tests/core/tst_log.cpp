// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"

#include <QRegularExpression>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// One message is one harmless line.
class LogTest : public QObject
{
    Q_OBJECT

private slots:
    void problemsSayWhoSpeaks_data();
    void problemsSayWhoSpeaks();
    void theRestCarriesTimeAndCategory();
    void controlCharactersAreEscaped_data();
    void controlCharactersAreEscaped();
    void noCharacterMakesASecondLine();
    void secretsAreReplaced();
};

void LogTest::problemsSayWhoSpeaks_data()
{
    QTest::addColumn<int>("type");
    QTest::newRow("warning") << int(QtWarningMsg);
    QTest::newRow("critical") << int(QtCriticalMsg);
    QTest::newRow("fatal") << int(QtFatalMsg);
}

void LogTest::problemsSayWhoSpeaks()
{
    QFETCH(int, type);
    QCOMPARE(logLine(QtMsgType(type), "cpx.engine", u"it broke"_s), "codex-plus: it broke\n");
}

void LogTest::theRestCarriesTimeAndCategory()
{
    static const QRegularExpression shape(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z cpx\\.engine: hello\n$"_s);
    for (const QtMsgType type : {QtInfoMsg, QtDebugMsg}) {
        const QByteArray line = logLine(type, "cpx.engine", u"hello"_s);
        QVERIFY2(shape.match(QString::fromUtf8(line)).hasMatch(), line.constData());
    }
}

void LogTest::controlCharactersAreEscaped_data()
{
    QTest::addColumn<QString>("message");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QString &message, const char *expected) {
        QTest::newRow(name) << message << QByteArray(expected);
    };
    row("new line", u"a\nb"_s, "a\\nb");
    row("carriage return", u"a\rb"_s, "a\\x0db");
    row("tab", u"a\tb"_s, "a\\x09b");
    row("escape sequence", u"\x1b[31mred"_s, "\\x1b[31mred");
    row("bell", u"\a"_s, "\\x07");
    row("delete", u"\x7f"_s, "\\x7f");
    row("NUL", u"a"_s + QChar(0) + u"b"_s, "a\\x00b");
    row("C1 control sequence introducer", u"a"_s + QChar(0x9b) + u"31m"_s, "a\\xc2\\x9b31m");
    row("C1 next line", u"a"_s + QChar(0x85) + u"b"_s, "a\\xc2\\x85b");
    row("umlauts stay", u"\u00e4\u00f6 \u20ac"_s, "\xc3\xa4\xc3\xb6 \xe2\x82\xac");
    row("a letter that ends like a C1 byte stays", u"\u011b"_s, "\xc4\x9b");
}

void LogTest::controlCharactersAreEscaped()
{
    QFETCH(QString, message);
    QFETCH(QByteArray, expected);
    QCOMPARE(logLine(QtWarningMsg, "c", message), "codex-plus: " + expected + '\n');
}

void LogTest::noCharacterMakesASecondLine()
{
    QString all;
    for (char16_t c = 0; c < 0x300; ++c)
        all += QChar(c);
    const QByteArray line = logLine(QtInfoMsg, "c", all);
    QCOMPARE(line.count('\n'), 1);
    QVERIFY(line.endsWith('\n'));
    QVERIFY(!line.contains('\r'));
    QVERIFY(!line.contains('\x1b'));
}

void LogTest::secretsAreReplaced()
{
    const QByteArray line = logLine(QtWarningMsg, "c", u"sent Authorization: Bearer abcdef1234567"_s);
    QVERIFY2(!line.contains("abcdef"), line.constData());
    QVERIFY(line.contains("***"));
}

QTEST_APPLESS_MAIN(LogTest)
#include "tst_log.moc"
