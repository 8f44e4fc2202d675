// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/hooktool.h"

#include "proxy/prompt/jsontext.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr auto bashName = "Bash"_L1;
constexpr auto patchName = "apply_patch"_L1;

/// How a tool of the client takes what hooks call "command".
enum class CommandForm {
    None, ///< it runs no programs, and applies no patches
    Text, ///< the arguments are the command
    Member, ///< a text in a member of the arguments
    List, ///< likewise, a program and its arguments
};

struct CommandPlace
{
    CommandForm form = CommandForm::None;
    QString member{};
};

CommandPlace placeOf(const ToolCall &call)
{
    if (call.type == "local_shell_call")
        return {CommandForm::List, u"command"_s};
    if (!call.nameSpace.isEmpty())
        return {};
    const bool isText = call.type == "custom_tool_call";
    if (call.name == patchName)
        return isText ? CommandPlace{CommandForm::Text, {}} : CommandPlace{CommandForm::Member, u"input"_s};
    if (isText)
        return {};
    if (call.name == u"exec_command")
        return {CommandForm::Member, u"cmd"_s};
    if (call.name == u"shell_command")
        return {CommandForm::Member, u"command"_s};
    if (call.name == u"shell" || call.name == u"container.exec")
        return {CommandForm::List, u"command"_s};
    return {};
}

QString toolName(const ToolCall &call, CommandForm form)
{
    if (call.name == patchName && call.nameSpace.isEmpty())
        return patchName;
    if (form != CommandForm::None)
        return bashName;
    return call.nameSpace.isEmpty() ? call.name : call.nameSpace + u"__"_s + call.name;
}

QJsonValue jsonValue(const QByteArray &json)
{
    return QJsonDocument::fromJson('[' + json + ']').array().at(0);
}

QByteArray compactJson(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

bool isEncoded(const ToolCall &call)
{
    return call.arguments.startsWith('"');
}

/// The arguments as an object, whether they stand in a string or not; nothing when they are none.
std::optional<QJsonObject> argumentsObject(const ToolCall &call)
{
    const QByteArray json = isEncoded(call) ? stringFromJson(call.arguments).toUtf8() : call.arguments;
    const QJsonDocument document = QJsonDocument::fromJson(json);
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

QByteArray encoded(const ToolCall &call, const QJsonObject &arguments)
{
    const QByteArray json = compactJson(arguments);
    return isEncoded(call) ? jsonString(QString::fromUtf8(json)) : json;
}

/// ["bash", "-lc", "…"]: the command is the last.
bool isShellCall(const QJsonArray &list)
{
    static const QStringList shells{u"sh"_s, u"bash"_s, u"zsh"_s, u"dash"_s};
    const QString shell = list.at(0).toString();
    const QString option = list.at(1).toString();
    return list.size() == 3 && shells.contains(shell.sliced(shell.lastIndexOf(u'/') + 1)) && (option == u"-c" || option == u"-lc");
}

QString quoted(const QString &word)
{
    const auto isPlain = [](QChar c) { return (c.unicode() < 128 && c.isLetterOrNumber()) || u"_-./=:,+@%"_s.contains(c); };
    if (!word.isEmpty() && std::all_of(word.begin(), word.end(), isPlain))
        return word;
    return u'\'' + QString(word).replace(u'\'', u"'\\''"_s) + u'\'';
}

QString commandOf(const QJsonValue &value)
{
    const QJsonArray list = value.toArray();
    if (isShellCall(list))
        return list.at(2).toString();
    QStringList words;
    for (const QJsonValue &word : list)
        words.append(quoted(word.toString()));
    return words.join(u' ');
}

QJsonArray listFor(const QJsonValue &before, const QString &command)
{
    QJsonArray list = before.toArray();
    if (!isShellCall(list))
        return {u"bash"_s, u"-lc"_s, command};
    list[2] = command;
    return list;
}

/// The text of an output: a string, or the texts of its parts.
QString outputText(const QJsonValue &output)
{
    if (!output.isArray())
        return output.toString();
    QStringList texts;
    const QJsonArray parts = output.toArray();
    for (const QJsonValue &part : parts) {
        if (const QString text = part[u"text"_s].toString(); !text.isEmpty())
            texts.append(text);
    }
    return texts.join(u'\n');
}

bool isListOfParts(const QJsonValue &value)
{
    const QJsonArray parts = value.toArray();
    return !parts.isEmpty()
        && std::all_of(parts.begin(), parts.end(), [](const QJsonValue &part) { return part[u"type"_s].toString().startsWith(u"input_"); });
}

} // namespace

HookTool HookTool::of(const ToolCall &call)
{
    const CommandPlace place = placeOf(call);
    const QString name = toolName(call, place.form);
    const auto arguments = argumentsObject(call);
    if (place.form == CommandForm::Text)
        return {name, {{u"command"_s, stringFromJson(call.arguments)}}};
    if (arguments && place.form == CommandForm::Member)
        return {name, {{u"command"_s, arguments->value(place.member).toString()}}};
    if (arguments && place.form == CommandForm::List)
        return {name, {{u"command"_s, commandOf(arguments->value(place.member))}}};
    if (arguments && call.type != "custom_tool_call")
        return {name, *arguments};
    return {name, {{u"input"_s, isEncoded(call) ? QJsonValue(stringFromJson(call.arguments)) : jsonValue(call.arguments)}}};
}

std::optional<QByteArray> argumentsFor(const ToolCall &call, const QJsonObject &input)
{
    const CommandPlace place = placeOf(call);
    const QJsonValue command = input.value(u"command"_s);
    auto arguments = argumentsObject(call);
    if (place.form == CommandForm::None) {
        if (arguments && call.type != "custom_tool_call")
            return encoded(call, input);
        const QJsonValue text = input.value(u"input"_s);
        return text.isString() && isEncoded(call) ? std::optional(jsonString(text.toString())) : std::nullopt;
    }
    if (!command.isString())
        return std::nullopt;
    if (place.form == CommandForm::Text)
        return jsonString(command.toString());
    if (!arguments)
        return std::nullopt;
    if (place.form == CommandForm::Member)
        arguments->insert(place.member, command);
    else
        arguments->insert(place.member, listFor(arguments->value(place.member), command.toString()));
    return encoded(call, *arguments);
}

QJsonValue toolResponse(const QString &hookName, const QByteArray &output)
{
    const QJsonValue value = jsonValue(output);
    if (hookName != bashName)
        return value;
    return QJsonObject{{u"stdout"_s, outputText(value)}, {u"stderr"_s, QString()}, {u"interrupted"_s, false}, {u"isImage"_s, false}};
}

QByteArray outputFor(const QString &hookName, const QJsonValue &response)
{
    if (response.isString())
        return jsonString(response.toString());
    if (isListOfParts(response))
        return QJsonDocument(response.toArray()).toJson(QJsonDocument::Compact);
    const QJsonObject object = response.toObject();
    if (hookName == bashName && object.value(u"stdout"_s).isString())
        return jsonString(object.value(u"stdout"_s).toString() + object.value(u"stderr"_s).toString());
    const QByteArray listed = QJsonDocument(QJsonArray{response}).toJson(QJsonDocument::Compact);
    return jsonString(QString::fromUtf8(listed.sliced(1, listed.size() - 2)));
}

} // namespace cpx
