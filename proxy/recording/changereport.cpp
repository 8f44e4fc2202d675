// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/changereport.h"

#include "core/translate.h"
#include "proxy/recording/recordedcontent.h"

#include <algorithm>

namespace cpx {

namespace {

QString kindText(ChangeAttribution::Kind kind)
{
    switch (kind) {
    case ChangeAttribution::Kind::Hook: return translate("cpx", "hook");
    case ChangeAttribution::Kind::Command: return translate("cpx", "command");
    case ChangeAttribution::Kind::Policy: return translate("cpx", "policy");
    case ChangeAttribution::Kind::StatusLine: return translate("cpx", "status line");
    case ChangeAttribution::Kind::Agent: return translate("cpx", "agent");
    }
    Q_UNREACHABLE();
}

} // namespace

ChangeReport ChangeReport::of(const RecordedFlow &flow)
{
    ChangeReport report;
    if (flow.record.changes)
        report.changes = *flow.record.changes;
    const auto isWhole = [](const RecordedBody &body) { return body.state == RecordedBody::State::Kept; };
    if (flow.record.upstream.isEmpty() && flow.changeCount > 0) {
        report.basis = Basis::NotSent;
    } else if (!flow.sent) {
        report.basis = flow.changeCount == 0 ? Basis::Unchanged : Basis::NotCompared;
    } else if (!isWhole(*flow.sent) || !isWhole(flow.request)) {
        report.basis = Basis::NotCompared;
    } else {
        report.basis = Basis::Compared;
        const QByteArray received = recordedContent(flow.request, flow.record.requestHeaders).bytes;
        const QByteArray sent = recordedContent(*flow.sent, {}).bytes;
        report.differences = attributed(structuralDiff(received, sent).differences, report.changes);
    }
    for (qsizetype i = 0; i < report.changes.size(); ++i) {
        const auto shows = [i](const AttributedDifference &difference) { return difference.changes.contains(i); };
        if (std::none_of(report.differences.cbegin(), report.differences.cend(), shows))
            report.others.append(i);
    }
    return report;
}

qsizetype ChangeReport::unattributed() const
{
    return std::count_if(differences.cbegin(), differences.cend(),
                         [](const AttributedDifference &difference) { return difference.changes.isEmpty(); });
}

QString attributionText(const ChangeAttribution &attribution)
{
    QString text = kindText(attribution.kind);
    if (!attribution.name.isEmpty())
        text += u' ' + attribution.name;
    QStringList more;
    for (const QString &part : {attribution.source, attribution.detail}) {
        if (!part.isEmpty())
            more.append(part);
    }
    if (!more.isEmpty())
        text += QStringLiteral(" (%1)").arg(more.join(QStringLiteral(", ")));
    return text;
}

QString basisText(const ChangeReport &report, const FlowRecord &record)
{
    switch (report.basis) {
    case ChangeReport::Basis::Unchanged:
        return translate("cpx", "Sent as received: nothing was changed in the request.");
    case ChangeReport::Basis::Compared:
        return translate("cpx", "Differences between what was received and what was sent: %1").arg(report.differences.size());
    case ChangeReport::Basis::NotSent:
        if (record.errorText.isEmpty())
            return translate("cpx", "Answered here: nothing was sent to the model. Taken out of the conversation from now on:");
        return translate("cpx", "Refused here (%1): nothing was sent to the model. Taken out of the conversation from now on:").arg(record.errorText);
    case ChangeReport::Basis::NotCompared:
        return translate("cpx", "The bodies were not recorded whole, so they cannot be compared. What was changed, as far as it was kept:");
    }
    Q_UNREACHABLE();
}

} // namespace cpx
