// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/frontmatter.h"

#include <QTest>

using namespace cpx;

/// Where the head of a definition file ends and its body begins.
class FrontMatterTest : public QObject
{
    Q_OBJECT

private slots:
    void headAndBodyAreTold_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<bool>("hasHead");
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("bodyLine");
        const auto with = [](const char *name, const QByteArray &file, const QByteArray &head, const QByteArray &body, int line) {
            QTest::newRow(name) << file << true << head << body << line;
        };
        const auto without = [](const char *name, const QByteArray &file) {
            QTest::newRow(name) << file << false << QByteArray() << file << 1;
        };
        with("plain", "---\na: 1\n---\nbody\n", "a: 1\n", "body\n", 4);
        with("CRLF", "---\r\na: 1\r\n---\r\nbody\r\n", "a: 1\r\n", "body\r\n", 4);
        with("a return alone", "---\ra: 1\r---\rbody", "a: 1\r", "body", 1);
        with("blanks behind the fences", "--- \t\na: 1\n---  \nbody", "a: 1\n", "body", 4);
        with("within a value", "---\na: b --- c\nd: 1\n---\n", "a: b ", "c\nd: 1\n---\n", 2);
        with("indented", "---\na: 1\n  ---\nb", "a: 1\n  ", "b", 4);
        with("text behind the second fence", "---\na: 1\n--- more\nb", "a: 1\n", "more\nb", 3);
        with("only one line end goes", "---\na: 1\n---\n\nb", "a: 1\n", "\nb", 4);
        with("no body", "---\na: 1\n---", "a: 1\n", "", 3);
        with("an empty head", "---\n---\nb", "", "b", 3);
        without("no head", "# Title\n---\na: 1\n---\n");
        without("an empty file", "");
        without("an empty line first", "\n---\na: 1\n---\n");
        without("not closed", "---\na: 1\nbody\n");
        without("dots do not close", "---\na: 1\n...\nbody\n");
        without("four hyphens", "----\na: 1\n----\n");
        without("text behind the first fence", "---yaml\na: 1\n---\n");
        without("a space without width first", "\xE2\x80\x8B---\na: 1\n---\n");
        without("only a fence", "---");
        QTest::newRow("a byte order mark") << QByteArray("\xEF\xBB\xBF---\na: 1\n---\nb") << true << QByteArray("a: 1\n") << QByteArray("b") << 4;
        QTest::newRow("a byte order mark without a head") << QByteArray("\xEF\xBB\xBFtext") << false << QByteArray() << QByteArray("text") << 1;
    }

    void headAndBodyAreTold()
    {
        QFETCH(QByteArray, file);
        const FrontMatter parts = FrontMatter::of(file);
        QTEST(parts.hasHead, "hasHead");
        QTEST(parts.head.toByteArray(), "head");
        QTEST(parts.body.toByteArray(), "body");
        QTEST(parts.bodyLine, "bodyLine");
        QCOMPARE(parts.headLine, parts.hasHead ? 2 : 0);
    }
};

QTEST_APPLESS_MAIN(FrontMatterTest)
#include "tst_frontmatter.moc"
