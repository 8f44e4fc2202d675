// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/codexskills/commandskill.h"

#include <QCryptographicHash>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype maximumName = 64; ///< longer ones Codex refuses
constexpr qsizetype maximumDescription = 500; ///< of the 1024 Codex takes
constexpr QByteArrayView fence = "---\n";
constexpr QByteArrayView nameKey = "name: ";
constexpr QByteArrayView commandKey = "  codex-plus-command: ";
constexpr QByteArrayView fileKey = "  codex-plus-file: ";
constexpr QByteArrayView sealKey = "  codex-plus-seal: ";

bool isNameCharacter(QChar c)
{
    return c == u'-' || c == u'_' || (c.unicode() < 128 && c.isLetterOrNumber());
}

/// One line without control characters, and without what could look like the end of the item it stands in.
QString oneLine(const QString &text)
{
    QString line = text.simplified();
    line.removeIf([](QChar c) { return c.category() == QChar::Other_Control || c == u'<' || c == u'>'; });
    return line;
}

/// A string of YAML in double quotes. `text` is one line.
QByteArray quoted(const QString &text)
{
    QString escaped = text;
    return '"' + escaped.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s).toUtf8() + '"';
}

/// The other way round; nothing for what is not written so.
std::optional<QString> unquoted(QByteArrayView value)
{
    if (value.size() < 2 || value.front() != '"' || value.back() != '"')
        return std::nullopt;
    QString text;
    const QString inside = QString::fromUtf8(value.sliced(1).chopped(1));
    for (qsizetype i = 0; i < inside.size(); ++i) {
        if (inside[i] == u'\\' && ++i == inside.size())
            return std::nullopt;
        text += inside[i];
    }
    return text;
}

/// What stands behind `key` on its line of the head; empty when there is none.
QByteArrayView valueOf(QByteArrayView text, QByteArrayView key)
{
    if (!text.startsWith(fence))
        return {};
    const qsizetype end = text.indexOf("\n---\n", fence.size() - 1);
    if (end < 0)
        return {};
    const QByteArrayView head = text.sliced(fence.size(), qMax<qsizetype>(0, end - fence.size()));
    for (qsizetype begin = 0; begin < head.size();) {
        const qsizetype found = head.indexOf('\n', begin);
        const qsizetype lineEnd = found < 0 ? head.size() : found;
        const QByteArrayView line = head.sliced(begin, lineEnd - begin);
        if (line.startsWith(key))
            return line.sliced(key.size());
        begin = lineEnd + 1;
    }
    return {};
}

/// Over all of the text but the seal itself.
QByteArray sealOf(QByteArrayView text)
{
    const QByteArrayView seal = valueOf(text, sealKey);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const qsizetype at = seal.isEmpty() ? text.size() : seal.data() - text.data();
    hash.addData(text.first(at));
    hash.addData(text.sliced(at + seal.size()));
    return '"' + hash.result().toHex() + '"';
}

/// For the model, should the text ever reach it: then nobody has put the command in its place.
QString fallback(const CommandDefinition &definition, const QString &project)
{
    const QString name = CommandSkill::nameOf(definition.file.name);
    if (!project.isEmpty()) {
        return u"`$%1` stands for the slash command `/%2` of the project %3. It works in that project, while Codex-Plus is running. "
               "Here and now it does not: say so, and do nothing else for it.\n"_s.arg(name, definition.file.name, oneLine(project));
    }
    return u"`$%1` stands for the slash command `/%2`. Codex-Plus, which puts its text in the place of this one, is not at work. Read the file %3 "
           "and do what it says behind its metadata: `$ARGUMENTS`, `$1` and so on are what the user wrote behind `$%1`. Run none of the "
           "programs written as !`program` in it without asking first.\n"_s.arg(name, definition.file.name, oneLine(definition.file.path));
}

} // namespace

QString CommandSkill::nameOf(QStringView command)
{
    QString name = command.first(qMin(command.size(), maximumName)).toString();
    for (QChar &c : name) {
        if (!isNameCharacter(c))
            c = u'-';
    }
    return name;
}

QByteArray CommandSkill::text(const CommandDefinition &definition, const QString &project)
{
    QString description = oneLine(definition.description);
    if (!definition.argumentHint.isEmpty())
        description += u' ' + oneLine(definition.argumentHint);
    if (description.trimmed().isEmpty())
        description = u'/' + definition.file.name;
    if (!project.isEmpty())
        description += u" (%1)"_s.arg(oneLine(QFileInfo(project).fileName()));
    if (description.size() > maximumDescription)
        description = description.first(maximumDescription - 1) + u'…';

    QByteArray head = fence.toByteArray();
    head += nameKey.toByteArray() + quoted(nameOf(definition.file.name)) + '\n';
    head += "description: " + quoted(description.trimmed()) + "\nmetadata:\n";
    head += commandKey.toByteArray() + quoted(definition.file.name) + '\n';
    head += fileKey.toByteArray() + quoted(oneLine(definition.file.path)) + '\n';
    head += sealKey;
    const QByteArray rest = '\n' + fence.toByteArray() + fallback(definition, project).toUtf8();
    const QByteArray seal = sealOf(head + "-" + rest);
    return head + seal + rest;
}

std::optional<CommandSkill> CommandSkill::of(QByteArrayView text)
{
    const auto command = unquoted(valueOf(text, commandKey));
    const auto file = unquoted(valueOf(text, fileKey));
    if (!command || command->isEmpty() || !file)
        return std::nullopt;
    // What a skill calls itself is what the user picked: it must not be another command.
    const QString name = nameOf(*command);
    if (unquoted(valueOf(text, nameKey)) != name)
        return std::nullopt;
    return CommandSkill{name, *command, *file};
}

CommandSkill::Origin CommandSkill::originOf(QByteArrayView text)
{
    if (!of(text))
        return Origin::Foreign;
    return valueOf(text, sealKey) == sealOf(text) ? Origin::Own : Origin::OwnChanged;
}

std::optional<CommandSkill> CommandSkill::ofItem(QStringView text)
{
    if (!text.startsWith(u"<skill>"))
        return std::nullopt;
    const qsizetype head = text.indexOf(u"\n---\n");
    if (head < 0)
        return std::nullopt;
    auto skill = of(text.sliced(head + 1).toUtf8());
    if (!skill || !text.first(head).contains(u"<name>%1</name>"_s.arg(skill->name)))
        return std::nullopt;
    return skill;
}

QString withCommandsForSkills(const QString &prompt, const QList<CommandSkill> &skills)
{
    QString result = prompt;
    for (const CommandSkill &skill : skills) {
        const QString called = u'$' + skill.name;
        for (qsizetype at = 0; (at = result.indexOf(called, at)) >= 0;) {
            const qsizetype end = at + called.size();
            const bool isWord = (at == 0 || result[at - 1].isSpace()) && (end == result.size() || !isNameCharacter(result[end]));
            if (!isWord) {
                at = end;
                continue;
            }
            result.replace(at, called.size(), u'/' + skill.command);
            at += 1 + skill.command.size();
        }
    }
    return result;
}

} // namespace cpx
