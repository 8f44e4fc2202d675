// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

/// Request bodies shaped like those of Codex, as small as they can be.
namespace demobodies {

inline QJsonObject message(const QString &role, const QString &kind, const QString &text,
                           const QString &turn = QStringLiteral("turn1"))
{
    const QJsonObject part{{QStringLiteral("type"), QStringLiteral("input_text")},
                           {QStringLiteral("text"), text}};
    QJsonObject item{{QStringLiteral("type"), QStringLiteral("message")},
                     {QStringLiteral("role"), role},
                     {QStringLiteral("content"), QJsonArray{part}}};
    if (!kind.isEmpty()) {
        item.insert(QStringLiteral("internal_chat_message_metadata_passthrough"),
                    QJsonObject{{QStringLiteral("turn_id"), turn},
                                {QStringLiteral("content_item_kinds"), QJsonArray{kind}}});
    }
    return item;
}

/// Something the user typed, as the built-in provider labels it.
inline QJsonObject typed(const QString &text, const QString &turn = QStringLiteral("turn1"))
{
    return message(QStringLiteral("user"), QStringLiteral("user.text"), text, turn);
}

/// A user message of a custom provider: without label.
inline QJsonObject unlabelled(const QString &text)
{
    return message(QStringLiteral("user"), {}, text);
}

inline QJsonObject assistant(const QString &text)
{
    return message(QStringLiteral("assistant"), QStringLiteral("unknown"), text);
}

inline QJsonObject item(const char *json)
{
    return QJsonDocument::fromJson(QByteArray(json)).object();
}

/// Tools inside the input: one script tool.
inline QJsonObject codeModeTools()
{
    return item(
        R"({"type":"additional_tools","role":"developer","tools":[{"type":"namespace","name":"functions",
                    "tools":[{"type":"custom","name":"exec"},{"type":"function","name":"wait"}]}]})");
}

inline QJsonObject body(const QJsonArray &input)
{
    return {{QStringLiteral("model"), QStringLiteral("gpt-5.5")},
            {QStringLiteral("stream"), true},
            {QStringLiteral("reasoning"), QJsonObject{{QStringLiteral("effort"), QStringLiteral("low")}}},
            {QStringLiteral("input"), input}};
}

/// The same, offering exec_command as a plain function.
inline QJsonObject bodyWithTools(const QJsonArray &input)
{
    QJsonObject result = body(input);
    result.insert(
        QStringLiteral("tools"),
        QJsonArray{item(R"({"type":"function","name":"exec_command"})"), item(R"({"type":"web_search"})")});
    return result;
}

inline QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace demobodies
