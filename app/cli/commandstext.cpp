// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandstext.h"

#include "agents/commands/commandtemplate.h"
#include "core/terminaltext.h"
#include "core/translate.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype maximumDescription = 80;
constexpr qsizetype maximumName = 40;

QString nameWithHint(const CommandDefinition &definition)
{
    const QString hint = definition.argumentHint.simplified();
    return printable(u'/' + definition.file.name + (hint.isEmpty() ? QString() : u' ' + hint));
}

QString shortened(const QString &text, qsizetype maximum)
{
    return text.size() <= maximum ? text : text.first(maximum - 1) + u'…';
}

void printFact(QTextStream &out, const QString &name, const QString &value)
{
    if (!value.isEmpty())
        out << u"  %1%2\n"_s.arg(name, -14).arg(printable(value));
}

} // namespace

QString printable(const QString &text)
{
    return QString::fromUtf8(terminalText(text.toUtf8(), LineBreaks::Escape));
}

QStringList shellProgramsOf(const CommandDefinition &definition)
{
    QStringList programs;
    for (const CommandText::Piece &piece : CommandText::of(definition.body, {}).pieces) {
        if (piece.isShell)
            programs += piece.written;
    }
    return programs;
}

void printCommandTable(QTextStream &out, const QList<CommandDefinition> &definitions)
{
    qsizetype width = 0;
    for (const CommandDefinition &definition : definitions)
        width = qMax(width, qMin(nameWithHint(definition).size(), maximumName));
    for (const CommandDefinition &definition : definitions) {
        out << shortened(nameWithHint(definition), maximumName).leftJustified(width) << u"  "_s
            << shortened(printable(definition.description.simplified()), maximumDescription)
            << u" (%1)\n"_s.arg(commandSourceText(definition.file.source));
    }
}

void printCommand(QTextStream &out, const CommandDefinition &definition, bool isTrusted, const QStringList &hidden)
{
    out << nameWithHint(definition) << '\n';
    printFact(out, translate("cpx", "description"), definition.description.simplified());
    printFact(out, translate("cpx", "file"), definition.file.path);
    printFact(out, translate("cpx", "from"), commandSourceText(definition.file.source));
    printFact(out, translate("cpx", "sha256"), QString::fromLatin1(definition.sha256.toHex()));
    printFact(out, translate("cpx", "arguments"), definition.argumentNames.join(u", "_s));
    printFact(out, translate("cpx", "model"), definition.model);
    printFact(out, translate("cpx", "allowed"), definition.allowedTools.join(u", "_s));
    printFact(out, translate("cpx", "not allowed"), definition.disallowedTools.join(u", "_s));
    if (!definition.isUserInvocable)
        printFact(out, translate("cpx", "use"), translate("cpx", "cannot be typed (user-invocable is false)"));
    const QStringList programs = shellProgramsOf(definition);
    for (const QString &program : programs)
        printFact(out, translate("cpx", "runs"), program);
    if (!programs.isEmpty())
        printFact(out, translate("cpx", "trusted"), isTrusted ? translate("cpx", "yes") : translate("cpx", "no; see codex-plus commands trust"));
    for (const QString &path : hidden)
        printFact(out, translate("cpx", "comes before"), path);
    out << '\n' << QString::fromUtf8(terminalText(definition.body.toUtf8(), LineBreaks::Keep));
    if (!definition.body.endsWith(u'\n'))
        out << '\n';
}

QJsonArray problemsJson(const QList<DefinitionProblem> &problems)
{
    QJsonArray array;
    for (const DefinitionProblem &problem : problems) {
        array.append(QJsonObject{
            {u"file"_s, problem.file}, {u"line"_s, problem.line}, {u"text"_s, problem.text}, {u"remedy"_s, problem.remedy}});
    }
    return array;
}

QJsonObject commandJson(const CommandDefinition &definition, bool hasBody)
{
    QJsonObject json{{u"name"_s, definition.file.name},
                     {u"description"_s, definition.description},
                     {u"argument_hint"_s, definition.argumentHint},
                     {u"source"_s, commandSourceId(definition.file.source)},
                     {u"path"_s, definition.file.path},
                     {u"sha256"_s, QString::fromLatin1(definition.sha256.toHex())},
                     {u"arguments"_s, QJsonArray::fromStringList(definition.argumentNames)},
                     {u"allowed_tools"_s, QJsonArray::fromStringList(definition.allowedTools)},
                     {u"disallowed_tools"_s, QJsonArray::fromStringList(definition.disallowedTools)},
                     {u"model"_s, definition.model},
                     {u"user_invocable"_s, definition.isUserInvocable},
                     {u"problems"_s, problemsJson(definition.problems)}};
    if (hasBody) {
        json.insert(u"body"_s, definition.body);
        json.insert(u"shell"_s, QJsonArray::fromStringList(shellProgramsOf(definition)));
    }
    return json;
}

QJsonObject expandedJson(const ExpandedPrompt &prompt)
{
    QJsonArray commands;
    for (const ExpandedPrompt::UsedCommand &command : prompt.commands) {
        commands.append(QJsonObject{{u"name"_s, command.name},
                                    {u"arguments"_s, command.arguments},
                                    {u"path"_s, command.path},
                                    {u"source"_s, commandSourceId(command.source)},
                                    {u"sha256"_s, QString::fromLatin1(command.sha256.toHex())},
                                    {u"model"_s, command.model}});
    }
    QJsonArray shell;
    for (const ExpandedPrompt::UsedShell &each : prompt.shell) {
        QJsonObject json{{u"command"_s, each.command}, {u"program"_s, each.program}, {u"has_run"_s, each.hasRun}, {u"refusal"_s, each.refusal}};
        if (each.hasRun)
            json.insert(u"exit_code"_s, each.exitCode);
        shell.append(json);
    }
    QJsonArray files;
    for (const AttachedFile &file : prompt.files)
        files.append(QJsonObject{{u"path"_s, file.path}, {u"bytes"_s, file.size}});
    return {{u"text"_s, prompt.text}, {u"commands"_s, commands}, {u"shell"_s, shell}, {u"files"_s, files}, {u"notes"_s, QJsonArray::fromStringList(prompt.notes)}};
}

} // namespace cpx
