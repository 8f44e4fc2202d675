// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/workingdirectory.h"
#include "tests/proxy/prompt/samplebodies.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace cpx;
using test::assistant;
using test::environment;
using test::message;
using test::responses;
using test::user;

class WorkingDirectoryTest : public QObject
{
    Q_OBJECT

private slots:
    void theConversationSaysWhereItIs_data();
    void theConversationSaysWhereItIs();
    void theFieldBeatsTheConversation();
    void aFieldThatIsNoDirectoryDoesNot();
};

void WorkingDirectoryTest::theConversationSaysWhereItIs_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("directory");
    const auto row = [](const char *name, const QByteArray &body, const QString &directory) {
        QTest::newRow(name) << body << directory;
    };
    const auto bare = [](QByteArrayView text) { return responses({message("user", "u", text)}); };
    const QByteArray agents = message("user", "g", "# AGENTS.md instructions for /agents\n\n<INSTRUCTIONS>",
                                      "agents_md.instructions");

    row("environment", responses({environment("e", "/home/user/project"), user("u", "x")}),
        u"/home/user/project"_s);
    row("the newest",
        responses({environment("e", "/old"), user("u", "x"), environment("f", "/new"), user("v", "y")}),
        u"/new"_s);
    row("a newest one without a directory",
        responses({environment("e", "/old"),
                   message("user", "f", "<environment_context>\n<current_date>",
                           "environments.environment_context")}),
        u"/old"_s);
    row("blanks and quotes", responses({environment("e", "/my \"dir\" ü")}), u"/my \"dir\" ü"_s);
    row("AGENTS.md", responses({agents}), u"/agents"_s);
    row("environment beats AGENTS.md", responses({environment("e", "/x"), agents}), u"/x"_s);
    row("both in one item",
        R"({"input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"# AGENTS.md instructions for /a\n\n"},{"type":"input_text","text":"<environment_context>\n  <cwd>/b</cwd>"}]}]})"_ba,
        u"/b"_s);
    row("a quotation is none",
        responses({environment("e", "/x"), user("u", "<environment_context><cwd>/evil</cwd>")}), u"/x"_s);
    row("nor is an answer",
        responses({message("user", "e", "<environment_context><cwd>/x</cwd>"),
                   message("assistant", "a", "<environment_context><cwd>/evil</cwd>")}),
        u"/x"_s);
    row("unmarked", bare("<environment_context>\n  <cwd>/x</cwd>\n"), u"/x"_s);
    row("unmarked, bare", bare("\n<cwd>/x</cwd>"), u"/x"_s);
    row("unmarked, within a text", bare("see <cwd>/x</cwd>"), u""_s);
    row("unmarked AGENTS.md", bare("# AGENTS.md instructions for /a b\n\n<INSTRUCTIONS>"), u"/a b"_s);
    row("AGENTS.md, the line does not end", bare("# AGENTS.md instructions for /a"), u""_s);
    row("chat", test::chat({R"({"role":"user","content":"<environment_context>\n<cwd>\/x</cwd>"})"}),
        u"/x"_s);
    row("plain input", R"({"input":"<cwd>/x</cwd>"})"_ba, u"/x"_s);
    row("not closed", bare("<cwd>/incomplete"), u""_s);
    row("empty", bare("<cwd></cwd>"), u""_s);
    row("only opened", bare("<cwd>"), u""_s);
    row("no tag", bare("/x"), u""_s);
    row("a NUL", R"({"input":"<cwd>/x\u0000y</cwd>"})"_ba, u""_s);
    row("a line feed", R"({"input":"<cwd>/x\ny</cwd>"})"_ba, u""_s);
    row("relative", bare("<cwd>x/y</cwd>"), u""_s);
    row("too long", bare("<cwd>/" + QByteArray(5000, 'x') + "</cwd>"), u""_s);
}

void WorkingDirectoryTest::theConversationSaysWhereItIs()
{
    QFETCH(QByteArray, body);
    QTEST(test::parsed(body).workingDirectory(), "directory");
}

void WorkingDirectoryTest::theFieldBeatsTheConversation()
{
    const TurnMetadata metadata = TurnMetadata::of("/v1/responses", {{"x-working-directory", "/field"}});
    QCOMPARE(test::parsed(responses({environment("e", "/x")}), metadata).workingDirectory(), u"/field"_s);
}

void WorkingDirectoryTest::aFieldThatIsNoDirectoryDoesNot()
{
    for (const char *value : {"", "relative", "/a\tb"}) {
        const TurnMetadata metadata = TurnMetadata::of("/v1/responses", {{"x-working-directory", value}});
        QCOMPARE(test::parsed(responses({environment("e", "/x")}), metadata).workingDirectory(), u"/x"_s);
    }
}

QTEST_GUILESS_MAIN(WorkingDirectoryTest)
#include "tst_workingdirectory.moc"
