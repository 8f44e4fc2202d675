// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/flowfacts.h"

#include "models/format.h"
#include "proxy/prompt/turnmetadata.h"

#include <QCoreApplication>

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

} // namespace

QString displayName(RequestKind kind)
{
    switch (kind) {
    case RequestKind::Turn: return QCoreApplication::translate("cpx", "Turn");
    case RequestKind::Title: return QCoreApplication::translate("cpx", "Title");
    case RequestKind::Compaction: return QCoreApplication::translate("cpx", "Compaction");
    case RequestKind::SubAgent: return QCoreApplication::translate("cpx", "Sub-agent");
    case RequestKind::Prewarm: return QCoreApplication::translate("cpx", "Preparation");
    case RequestKind::Models: return QCoreApplication::translate("cpx", "Models");
    case RequestKind::WebSocket: return QCoreApplication::translate("cpx", "WebSocket");
    case RequestKind::Other: return QCoreApplication::translate("cpx", "Other", "kind of request");
    }
    Q_UNREACHABLE();
}

FlowFacts FlowFacts::of(const FlowRecord &record)
{
    const auto shown = [](const QString &text) { return format::singleLine(text, longestName); };
    const TurnMetadata metadata = TurnMetadata::of(record.target, record.requestHeaders);
    FlowFacts facts;
    facts.kind = metadata.kind();
    facts.client = clientName(record.requestHeaders);
    facts.model = shown(metadata.model);
    facts.effort = shown(metadata.reasoningEffort);
    facts.sessionId = shown(metadata.sessionId);
    facts.agent = shown(metadata.agentName);
    if (!metadata.workspaces.isEmpty())
        facts.project = shown(metadata.workspaces.first());
    return facts;
}

} // namespace cpx
