// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/changestext.h"

#include "core/terminaltext.h"
#include "core/translate.h"
#include "core/textdiff.h"
#include "proxy/recording/changereport.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

QString line(QByteArrayView text)
{
    return QString::fromUtf8(terminalText(text, LineBreaks::Escape));
}

/// "-old" and "+new" lines, indented, with the places of the hunks in texts of several lines.
void appendDiff(QString &out, QByteArrayView before, QByteArrayView after)
{
    const QList<LineHunk> hunks = textDiff(before, after);
    const bool isLong = before.contains('\n') || after.contains('\n');
    for (const LineHunk &hunk : hunks) {
        if (isLong)
            out += u"    @@ -%1,%2 +%3,%4 @@\n"_s.arg(hunk.before).arg(hunk.removed.size()).arg(hunk.after).arg(hunk.added.size());
        for (const QByteArray &removed : hunk.removed)
            out += u"    -%1\n"_s.arg(line(removed));
        for (const QByteArray &added : hunk.added)
            out += u"    +%1\n"_s.arg(line(added));
    }
}

void appendCut(QString &out, const ChangeText &text)
{
    if (text.exists() && text.isCut())
        out += u"    [%1]\n"_s.arg(translate("cpx", "%1 of %2 bytes were kept").arg(text.bytes.size()).arg(text.size));
}

QString placeOf(const BodyDifference &difference)
{
    const QByteArray &place = difference.before ? difference.received : difference.sent;
    QString text = place.isEmpty() ? translate("cpx", "the whole body") : line(place);
    if (!difference.before)
        text += u' ' + translate("cpx", "added");
    else if (!difference.after)
        text += u' ' + translate("cpx", "removed");
    return text;
}

void appendDifference(QString &out, const AttributedDifference &one, const QList<BodyChange> &changes)
{
    QStringList names;
    for (const qsizetype index : one.changes)
        names.append(line(attributionText(changes.at(index).attribution).toUtf8()));
    out += u"\n%1\n  %2\n"_s.arg(placeOf(one.difference),
                                 names.isEmpty() ? translate("cpx", "by nobody that is known: not attributed") : names.join(u"; "_s));
    appendDiff(out, one.difference.before.value_or(QByteArray()), one.difference.after.value_or(QByteArray()));
}

void appendChange(QString &out, const BodyChange &change)
{
    const bool isAnswer = change.direction == BodyChange::Direction::Response;
    const QString place = line(change.location);
    out += u"\n%1\n  %2\n"_s.arg(isAnswer ? translate("cpx", "%1 in the answer").arg(place) : place,
                                 line(attributionText(change.attribution).toUtf8()));
    appendDiff(out, change.before.bytes, change.after.bytes);
    appendCut(out, change.before);
    appendCut(out, change.after);
}

QJsonObject differenceJson(const AttributedDifference &one)
{
    QJsonArray changes;
    for (const qsizetype index : one.changes)
        changes.append(index);
    const BodyDifference &difference = one.difference;
    QJsonObject json{{u"changes"_s, changes}};
    if (difference.before) {
        json.insert(u"received_at"_s, QString::fromUtf8(difference.received));
        json.insert(u"before"_s, QString::fromUtf8(*difference.before));
    }
    if (difference.after) {
        json.insert(u"sent_at"_s, QString::fromUtf8(difference.sent));
        json.insert(u"after"_s, QString::fromUtf8(*difference.after));
    }
    return json;
}

} // namespace

QString changesText(const RecordedFlow &flow)
{
    const ChangeReport report = ChangeReport::of(flow);
    QString out = line(basisText(report, flow.record).toUtf8());
    if (const auto unknown = report.unattributed(); unknown > 0)
        out += u", "_s + translate("cpx", "%1 of them not attributed").arg(unknown);
    out += u'\n';
    for (const AttributedDifference &difference : report.differences)
        appendDifference(out, difference, report.changes);
    if (!report.others.isEmpty() && report.basis == ChangeReport::Basis::Compared)
        out += u"\n%1\n"_s.arg(translate("cpx", "Changes that the sent request does not show:"));
    for (const qsizetype index : report.others)
        appendChange(out, report.changes.at(index));
    return out;
}

QJsonObject changesJson(const RecordedFlow &flow)
{
    const ChangeReport report = ChangeReport::of(flow);
    QJsonArray differences;
    for (const AttributedDifference &difference : report.differences)
        differences.append(differenceJson(difference));
    return {{u"compared"_s, report.basis == ChangeReport::Basis::Compared || report.basis == ChangeReport::Basis::Unchanged},
            {u"changes"_s, toJson(report.changes)},
            {u"differences"_s, differences},
            {u"unattributed"_s, report.unattributed()}};
}

} // namespace cpx
