// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/demo/demotexts.h"

using namespace Qt::StringLiterals;

namespace cpx::demotexts {

QString shortQuote(const QString &text)
{
    constexpr qsizetype most = 80;
    const QString line = text.trimmed().section(u'\n', 0, 0).simplified();
    return line.size() <= most ? line : line.left(most - 1) + u'…';
}

QString greeting()
{
    return u"Hi! I am the built-in demo model of Codex-Plus. I live on your own machine, need no account, "
           u"and "
           "nothing you type leaves it. Ask me to list the files here, or for a long text to watch it stream."_s;
}

QString answer(const QString &prompt)
{
    const QString quote = shortQuote(prompt);
    const QString opening =
        quote.isEmpty() ? u"You sent a request without a prompt"_s : u"You wrote: “%1”"_s.arg(quote);
    return opening
        + u". I am the built-in demo model of Codex-Plus, so this answer is scripted – but the request was "
          u"real: it "
          "went from your client through the proxy to me and back.\n\n"
          "Things to look at in Codex-Plus now:\n\n"
          "- **Traffic** shows this request: status, time to the first byte, total time and bytes.\n"
          "- Select it to see the headers exactly as they were sent. Credentials are blacked out.\n"
          "- Try “list the files” for a tool call, or “write a long text” for a stream of a few hundred events."_s;
}

QString longText(const QString &prompt)
{
    const QString quote = shortQuote(prompt);
    return u"# A long answer, piece by piece\n\n"_s + (quote.isEmpty() ? QString() : u"> %1\n\n"_s.arg(quote))
        + u"I am the built-in demo model of Codex-Plus. You asked for something long, so here is a short "
          u"tour of what "
          "happens between your terminal and a language model. Every word arrives as an event of its own, "
          "the way a "
          "hosted model sends them.\n\n"
          "## From the prompt to the wire\n\n"
          "When you press Enter, Codex gathers everything a model needs to know: its instructions, the rules "
          "of your "
          "project, the tools it may call, where you are, and the whole conversation so far. All of that "
          "becomes one "
          "JSON document of some ten thousand bytes, even if you only typed three words. A model remembers "
          "nothing "
          "between two requests, which is why the history travels every time.\n\n"
          "1. Codex opens a connection to the proxy on the loopback interface.\n"
          "2. The proxy checks the request and passes it on without changing a byte of the body.\n"
          "3. The upstream answers with a stream of server-sent events.\n"
          "4. The proxy hands over each event as soon as it has arrived.\n\n"
          "## What a stream looks like\n\n"
          "```text\n"
          "event: response.output_text.delta\n"
          "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hello \"}\n"
          "```\n\n"
          "A blank line ends an event. Small events keep the latency low: you read the first words while the "
          "last ones "
          "do not exist yet. This is also why a proxy must never wait for more data before it passes on what "
          "it has.\n\n"
          "## When things go wrong\n\n"
          "Networks fail in the middle of sentences. Then the honest thing is to close the connection "
          "without the final "
          "chunk, so that the client notices that the answer is incomplete and can ask again. An answer that "
          "looks "
          "whole but is not would be worse than an error.\n\n"
          "| What happens | What the client should see |\n"
          "| --- | --- |\n"
          "| The upstream refuses the request | The same status and the same message |\n"
          "| The upstream dies half-way | A connection that ends too early |\n"
          "| You press Esc | The proxy stops the upstream, too |\n\n"
          "## What to try next\n\n"
          "- Press Esc while I am still talking and watch the request turn into a cancelled one.\n"
          "- Start a second Codex: both streams move at the same time.\n"
          "- Ask me to list the files, and see how a tool call becomes two requests.\n"
          "- Point the proxy at a real upstream when you have seen enough of me.\n\n"
          "That was everything I had to say. It was never meant to be wise, only long enough to watch."_s;
}

QString afterTool(const QString &fencedOutput)
{
    return u"The command finished. This is what it printed:\n\n%1\n\nThat took two requests: one in which I "
           u"asked for the "
           "command, and this one, which brought me its output. Both are on the **Traffic** page."_s.arg(
               fencedOutput);
}

QString afterSilentTool()
{
    return u"The command finished without printing anything."_s;
}

QString summary(const QString &prompt)
{
    const QString quote = shortQuote(prompt);
    return u"Summary of the conversation so far: the user is trying out the built-in demo model of Codex-Plus."_s
        + (quote.isEmpty() ? QString() : u" The last request was: “%1”."_s.arg(quote))
        + u" Nothing is left to be done."_s;
}

QString thoughts()
{
    return u"**Reading the prompt**\n\nNo tool is needed for this one, a short answer will do."_s;
}

QString thoughtsBeforeTool(const QString &command)
{
    return u"**Choosing a command**\n\nThe user wants something to be run here. `%1` only reads, so it is a safe choice."_s
        .arg(command);
}

QString thoughtsBeforeLongText()
{
    return u"**Planning a long answer**\n\nA tour with a few headings, a list and a table will show the stream well."_s;
}

} // namespace cpx::demotexts
