// SPDX-License-Identifier: GPL-3.0-or-later
#include "codexhome.h"
#include "codexprogram.h"
#include "e2efixture.h"
#include "scriptedupstream.h"
#include "terminal.h"

#include <QCoreApplication>
#include <QTest>

using namespace cpx;
using namespace cpx::e2e;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000; ///< milliseconds

QStringList codexCommand()
{
    return {codexProgram(), u"--no-daemon"_s};
}

} // namespace

// Waits for a text on the screen, and shows the screen when it does not come.
#define CPX_WAIT_FOR_SCREEN(terminal, text)                                                                  \
    QVERIFY2(QTest::qWaitFor([&] { return (terminal).screen().contains(text); }, patience),                  \
             qPrintable((terminal).screen()))

// Waits until Codex has said the text and is ready for the next prompt: while a turn runs, what is typed
// becomes part of it and some commands are refused.
#define CPX_WAIT_FOR_ANSWER(terminal, text)                                                                  \
    QVERIFY2(QTest::qWaitFor(                                                                                \
                 [&] {                                                                                       \
                     const QString screen = (terminal).screen();                                             \
                     return screen.contains(text) && !screen.contains(u"esc to interrupt"_s);                \
                 },                                                                                          \
                 patience),                                                                                  \
             qPrintable((terminal).screen()))

/// Codex' full-screen interface on a real terminal, as people use it.
class TestCodexTui : public QObject
{
    Q_OBJECT

private slots:
    void aConversationWithTheDemoModel();
    void escapeStopsTheUpstream();
};

void TestCodexTui::aConversationWithTheDemoModel()
{
    DemoUpstream upstream;
    const EngineUnderTest engine(upstream.url(u"/v1"_s), Transport::Direct);
    QVERIFY2(engine.error().isEmpty(), qPrintable(engine.error()));
    const CodexHome home(engine.baseUrl(), upstream.url(u"/backend-api/"_s));
    QVERIFY(home.isValid() && home.writeFile(home.project() + u"/needle.txt"_s, "found me"));

    Terminal terminal(codexCommand(), home.project(), home.environment());
    CPX_WAIT_FOR_SCREEN(terminal, u"Ask Codex"_s);
    terminal.type(u"Say hi"_s);
    CPX_WAIT_FOR_SCREEN(terminal, u"› Say hi"_s);
    terminal.press(u"Enter"_s);
    CPX_WAIT_FOR_ANSWER(terminal, u"built-in demo model of Codex-Plus"_s);

    terminal.type(u"List the files"_s);
    CPX_WAIT_FOR_SCREEN(terminal, u"› List the files"_s);
    terminal.press(u"Enter"_s);
    CPX_WAIT_FOR_ANSWER(terminal, u"The command finished"_s);
    CPX_WAIT_FOR_SCREEN(terminal, u"needle.txt"_s);

    terminal.type(u"/compact"_s);
    CPX_WAIT_FOR_SCREEN(terminal, u"› /compact"_s);
    terminal.press(u"Enter"_s);
    CPX_WAIT_FOR_SCREEN(terminal, u"ontext compacted"_s);
    QVERIFY2(!terminal.screen().contains(u"■"_s), qPrintable(terminal.screen())); // how Codex marks an error
}

void TestCodexTui::escapeStopsTheUpstream()
{
    ScriptedUpstream upstream;
    upstream.setScript([](const auto &request) {
        if (request.body.contains("json_schema")) // the title of the new thread
            request.client->write(ScriptedUpstream::answer(uR"({"title":"Wait"})"_s));
        else
            request.client->write(ScriptedUpstream::sseHead()
                                  + ScriptedUpstream::chunk(ScriptedUpstream::created()));
    });
    const EngineUnderTest engine(upstream.url(u"/v1"_s), Transport::Direct);
    QVERIFY2(engine.error().isEmpty(), qPrintable(engine.error()));
    const CodexHome home(engine.baseUrl(), upstream.url(u"/backend-api/"_s));

    Terminal terminal(codexCommand(), home.project(), home.environment());
    CPX_WAIT_FOR_SCREEN(terminal, u"Ask Codex"_s);
    terminal.type(u"PING"_s);
    CPX_WAIT_FOR_SCREEN(terminal, u"› PING"_s);
    terminal.press(u"Enter"_s);
    const auto turn = [&upstream]() -> QPointer<QTcpSocket> {
        for (const auto &post : upstream.posts()) {
            if (!post.body.contains("json_schema"))
                return post.client;
        }
        return {};
    };
    QTRY_VERIFY_WITH_TIMEOUT(turn(), patience);
    const QPointer<QTcpSocket> client = turn();
    CPX_WAIT_FOR_SCREEN(terminal, u"esc to interrupt"_s);
    terminal.press(u"Escape"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!client || client->state() == QAbstractSocket::UnconnectedState, patience);
}

int main(int argc, char **argv)
{
    if (codexProgram().isEmpty())
        return skipSuite(u"the Codex CLI"_s, u"run: npm ci --prefix tests/e2e, or set CPX_CODEX"_s);
    if (Terminal::tmux().isEmpty())
        return skipSuite(u"tmux"_s, u"install it, for example: apt install tmux"_s);
    QCoreApplication app(argc, argv);
    TestCodexTui test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_codextui.moc"
