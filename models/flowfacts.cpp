// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/flowfacts.h"

#include "models/format.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

// Names on the wire are short; longer ones are not what they claim to be and would only stretch the table.
constexpr qsizetype longestName = 120;

QString headerText(const http::HeaderList &headers, QByteArrayView name)
{
    const auto value = headers.first(name);
    return value ? QString::fromUtf8(*value) : QString();
}

QJsonObject turnMetadata(const http::HeaderList &headers)
{
    const auto value = headers.first("x-codex-turn-metadata");
    return value ? QJsonDocument::fromJson(value->toByteArray()).object() : QJsonObject();
}

QString jsonText(const QJsonObject &object, QLatin1StringView key)
{
    return format::singleLine(object.value(key).toString(), longestName);
}

/// "codex_exec" and "codex-tui" are how Codex names its front ends; people say "codex exec".
QString clientName(const http::HeaderList &headers)
{
    // "codex-tui/0.169.0 (Debian 12.0.0; x86_64) tmux-256color (codex-tui; 0.169.0)": the first product
    // counts.
    const QString agent = headerText(headers, "user-agent").section(u' ', 0, 0);
    QString name = headerText(headers, "originator");
    const QString product = agent.section(u'/', 0, 0);
    if (name.isEmpty())
        name = product;
    if (name.startsWith("codex"_L1, Qt::CaseInsensitive))
        name.replace(u'_', u' ').replace(u'-', u' ');
    const QString version = agent.section(u'/', 1, 1);
    if (!name.isEmpty() && !version.isEmpty())
        name += u' ' + version;
    return format::singleLine(name, longestName);
}

FlowKind kindOf(const FlowRecord &record, const QJsonObject &metadata)
{
    const QByteArrayView path =
        QByteArrayView(record.target)
            .first(record.target.contains('?') ? record.target.indexOf('?') : record.target.size());
    if (const auto upgrade = record.requestHeaders.first("upgrade");
        upgrade && http::equalsIgnoreCase(*upgrade, "websocket"))
        return FlowKind::WebSocket;
    if (path.endsWith("/models"))
        return FlowKind::Models;
    const QString request = metadata.value("request_kind"_L1).toString();
    const QString source = metadata.value("thread_source"_L1).toString();
    if (request == "compaction"_L1 || path.endsWith("/responses/compact"))
        return FlowKind::Compaction;
    if (source == "thread_title"_L1)
        return FlowKind::Title;
    if (source == "subagent"_L1 || record.requestHeaders.contains("x-openai-subagent"))
        return FlowKind::SubAgent;
    return request == "turn"_L1 ? FlowKind::Turn : FlowKind::Other;
}

} // namespace

QList<FlowKind> flowKinds()
{
    return {FlowKind::Turn,   FlowKind::Title,     FlowKind::Compaction, FlowKind::SubAgent,
            FlowKind::Models, FlowKind::WebSocket, FlowKind::Other};
}

QString displayName(FlowKind kind)
{
    switch (kind) {
    case FlowKind::Turn: return QCoreApplication::translate("cpx", "Turn");
    case FlowKind::Title: return QCoreApplication::translate("cpx", "Title");
    case FlowKind::Compaction: return QCoreApplication::translate("cpx", "Compaction");
    case FlowKind::SubAgent: return QCoreApplication::translate("cpx", "Sub-agent");
    case FlowKind::Models: return QCoreApplication::translate("cpx", "Models");
    case FlowKind::WebSocket: return QCoreApplication::translate("cpx", "WebSocket");
    case FlowKind::Other: return QCoreApplication::translate("cpx", "Other", "kind of request");
    }
    Q_UNREACHABLE();
}

QString filterName(FlowKind kind)
{
    switch (kind) {
    case FlowKind::Turn: return u"turn"_s;
    case FlowKind::Title: return u"title"_s;
    case FlowKind::Compaction: return u"compaction"_s;
    case FlowKind::SubAgent: return u"sub-agent"_s;
    case FlowKind::Models: return u"models"_s;
    case FlowKind::WebSocket: return u"websocket"_s;
    case FlowKind::Other: return u"other"_s;
    }
    Q_UNREACHABLE();
}

FlowFacts FlowFacts::of(const FlowRecord &record)
{
    const QJsonObject metadata = turnMetadata(record.requestHeaders);
    FlowFacts facts;
    facts.kind = kindOf(record, metadata);
    facts.client = clientName(record.requestHeaders);
    facts.model = jsonText(metadata, "model"_L1);
    facts.effort = jsonText(metadata, "reasoning_effort"_L1);
    facts.sessionId = jsonText(metadata, "session_id"_L1);
    facts.agent = jsonText(metadata, "agent_name"_L1);
    const QStringList roots = metadata.value("workspaces"_L1).toObject().keys();
    if (!roots.isEmpty())
        facts.project = format::singleLine(roots.first(), longestName);
    return facts;
}

} // namespace cpx
