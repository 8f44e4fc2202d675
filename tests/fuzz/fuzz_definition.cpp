// SPDX-License-Identifier: GPL-3.0-or-later
// Any file is a definition, with or without problems; no argument becomes part of a shell's program; any prompt is read.
#include "agents/commands/commandarguments.h"
#include "agents/commands/commanddefinition.h"
#include "agents/commands/commandmention.h"
#include "agents/commands/commandname.h"
#include "agents/commands/commandtemplate.h"
#include "agents/commands/shellprogram.h"
#include "core/frontmatter.h"
#include "tests/fuzz/cuts.h"

using namespace cpx;
using namespace Qt::StringLiterals;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray input(reinterpret_cast<const char *>(data), qsizetype(size));
    const FrontMatter parts = FrontMatter::of(input);
    fuzz::require(parts.head.size() + parts.body.size() <= input.size(), "head and body are parts of the file");
    fuzz::require(input.endsWith(parts.body.toByteArray()), "the body is the end of the file");

    const CommandDefinition definition = CommandDefinition::of({u"x"_s, u"FILE"_s, {}, CommandSource::UserClaude}, input);
    fuzz::require(definition.body == QString::fromUtf8(parts.body), "the body is what stands behind the head");
    const int lines = int(input.count('\n')) + 1;
    for (const DefinitionProblem &problem : definition.problems)
        fuzz::require(problem.line >= 0 && problem.line <= lines + 1 && !problem.text.isEmpty(), "a problem names a line of the file", QByteArray::number(problem.line));

    const QString secret = u"Zq7Zq7"_s;
    CommandValues values;
    values.arguments = secret + u" \""_s + secret + u"\" ;"_s + secret;
    values.names = definition.argumentNames;
    values.hasRawArguments = true;
    const CommandText text = CommandText::of(definition.body, values);
    for (const CommandText::Piece &piece : text.pieces) {
        if (!piece.isShell)
            continue;
        fuzz::require(input.contains("Zq7") || !piece.text.contains(secret), "arguments are no part of a program", piece.text.toUtf8());
        const bool mayRun = shellRefusal(piece.text, {u"Bash(echo:*)"_s}).isEmpty();
        for (const QString &command : ShellProgram::of(piece.text).commands)
            fuzz::require(!mayRun || command.startsWith(u"echo"_s), "every command has a rule", command.toUtf8());
    }

    const QString prompt = QString::fromUtf8(input);
    qsizetype last = -1;
    for (const CommandMention &mention : findCommands(prompt, [](const QString &) { return true; })) {
        fuzz::require(mention.position > last && prompt.at(mention.position) == u'/', "mentions stand in their order");
        fuzz::require(commandNameOf(mention.name) == mention.name, "what is mentioned is a name", mention.name.toUtf8());
        last = mention.position;
    }
    splitArguments(prompt);
    return 0;
}
