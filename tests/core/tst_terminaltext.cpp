// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/terminaltext.h"

#include <QTest>

using namespace cpx;

/// Nothing from elsewhere drives a terminal.
class TerminalTextTest : public QObject
{
    Q_OBJECT

private slots:
    void controlCharactersAreSpelledOut_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("escaped");
        QTest::addColumn<QByteArray>("kept");
        const auto row = [](const char *name, const QByteArray &text, const QByteArray &escaped, const QByteArray &kept) {
            QTest::newRow(name) << text << escaped << kept;
        };
        row("plain", "Grüße, 世界", "Grüße, 世界", "Grüße, 世界");
        row("colour", "\x1b[31mred", "\\x1b[31mred", "\\x1b[31mred");
        row("C1 in UTF-8", "\xc2\x9b" "31m", "\\xc2\\x9b31m", "\\xc2\\x9b31m");
        row("not C1", "\xc2\xa0|\xc2", "\xc2\xa0|\xc2", "\xc2\xa0|\xc2");
        row("delete", "a\x7f", "a\\x7f", "a\\x7f");
        row("zero", QByteArray("a\0b", 3), "a\\x00b", "a\\x00b");
        row("lines", "a\nb\r\nc", "a\\nb\\x0d\\nc", "a\nb\nc");
        row("a return alone", "good\rbad", "good\\x0dbad", "good\\x0dbad");
        row("tab", "a\tb", "a\\x09b", "a\tb");
        row("empty", "", "", "");
    }

    void controlCharactersAreSpelledOut()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, escaped);
        QFETCH(QByteArray, kept);
        QCOMPARE(terminalText(text, LineBreaks::Escape), escaped);
        QCOMPARE(terminalText(text, LineBreaks::Keep), kept);
    }
};

QTEST_APPLESS_MAIN(TerminalTextTest)
#include "tst_terminaltext.moc"
