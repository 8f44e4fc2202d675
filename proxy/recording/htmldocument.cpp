// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/htmldocument.h"

#include "core/terminaltext.h"
#include "core/translate.h"
#include "core/textdiff.h"
#include "proxy/prompt/turnmetadata.h"
#include "proxy/recording/changereport.h"
#include "proxy/recording/recordedcontent.h"
#include "proxy/responses/responsesummary.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr QLatin1StringView style(R"(:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;background:Canvas;color:CanvasText}
h1{font-size:1.3rem;overflow-wrap:anywhere}h2{font-size:1.05rem;margin-top:2rem;border-bottom:1px solid #8886}
table{border-collapse:collapse}th{text-align:left;font-weight:600;padding:.1rem 1.5rem .1rem 0;vertical-align:top}
td{overflow-wrap:anywhere;padding:.1rem 0}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#8881;padding:.8rem;border-radius:.4rem}
ins,del{display:block;text-decoration:none}ins{background:#2a52}del{background:#d332}
ins::before{content:"+ "}del::before{content:"- "}.note{opacity:.75}.warning{color:#d33;font-weight:600})");

/// Escaped for element content and quoted attributes; control characters that HTML does not allow are shown as "\x1b".
QString html(const QString &text)
{
    return QString::fromUtf8(terminalText(text.toUtf8(), LineBreaks::Keep)).toHtmlEscaped();
}

QString milliseconds(const std::optional<qint64> &microseconds)
{
    return microseconds ? translate("cpx", "%1 ms").arg(*microseconds / 1000) : u"—"_s;
}

QString count(const std::optional<qint64> &number)
{
    return number ? QString::number(*number) : u"—"_s;
}

class Page
{
public:
    void heading(const QString &text) { m_text += u"<h2>"_s + html(text) + u"</h2>\n"_s; }
    void beginTable() { m_text += u"<table>\n"_s; }
    void row(const QString &name, const QString &value)
    {
        if (!value.isEmpty())
            m_text += u"<tr><th scope=\"row\">"_s + html(name) + u"</th><td>"_s + html(value) + u"</td></tr>\n"_s;
    }
    void endTable() { m_text += u"</table>\n"_s; }
    void note(const QString &text) { m_text += u"<p class=\"note\">"_s + html(text) + u"</p>\n"_s; }
    void warning(const QString &text) { m_text += u"<p class=\"warning\">"_s + html(text) + u"</p>\n"_s; }
    void text(const QString &text) { m_text += u"<pre>"_s + html(text) + u"</pre>\n"_s; }
    void diff(QByteArrayView before, QByteArrayView after)
    {
        m_text += u"<pre>"_s;
        const QList<LineHunk> hunks = textDiff(before, after);
        for (const LineHunk &hunk : hunks) {
            for (const QByteArray &line : hunk.removed)
                m_text += u"<del>"_s + html(QString::fromUtf8(line)) + u"</del>"_s;
            for (const QByteArray &line : hunk.added)
                m_text += u"<ins>"_s + html(QString::fromUtf8(line)) + u"</ins>"_s;
        }
        m_text += u"</pre>\n"_s;
    }

    QByteArray document(const QString &title) const
    {
        QString page = u"<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width\">\n<title>"_s;
        page += html(title) + u"</title>\n<style>"_s + style + u"</style></head>\n<body>\n<h1>"_s + html(title) + u"</h1>\n"_s + m_text
            + u"</body></html>\n"_s;
        return page.toUtf8();
    }

private:
    QString m_text;
};

void addFacts(Page &page, const RecordedFlow &flow)
{
    const FlowRecord &record = flow.record;
    const TurnMetadata metadata = TurnMetadata::of(record.target, record.requestHeaders);
    page.beginTable();
    page.row(translate("cpx", "time"), QDateTime::fromMSecsSinceEpoch(record.startedMs).toString(Qt::ISODate));
    page.row(translate("cpx", "upstream"), record.upstream);
    page.row(translate("cpx", "status"), record.status ? QString::number(*record.status) : QString());
    page.row(translate("cpx", "state"), phaseName(record.phase));
    page.row(translate("cpx", "error"), record.errorText);
    page.row(translate("cpx", "kind"), requestKindName(metadata.kind()));
    page.row(translate("cpx", "model"), metadata.model);
    page.row(translate("cpx", "effort"), metadata.reasoningEffort);
    page.row(translate("cpx", "session"), metadata.sessionId);
    page.row(translate("cpx", "first byte"), milliseconds(record.firstByteUs));
    page.row(translate("cpx", "total"), milliseconds(record.totalUs));
    page.row(translate("cpx", "bytes"), translate("cpx", "%1 sent, %2 received").arg(record.requestBytes).arg(record.responseBytes));
    if (const auto &summary = record.summary) {
        page.row(translate("cpx", "answered by"), QString::fromUtf8(summary->model));
        if (summary->outcome)
            page.row(translate("cpx", "outcome"), outcomeName(summary->outcome->kind) + u' ' + QString::fromUtf8(summary->outcome->code)
                                                      + u' ' + summary->outcome->text);
        if (const auto &usage = summary->usage) {
            page.row(translate("cpx", "tokens"), translate("cpx", "%1 in (%2 cached), %3 out (%4 reasoning)")
                                                     .arg(count(usage->input), count(usage->cachedInput), count(usage->output), count(usage->reasoning)));
        }
        page.row(translate("cpx", "tools"), QString::fromUtf8(summary->toolCalls.join(", ")));
    }
    page.row(translate("cpx", "recorded"), recordingModeName(flow.mode));
    page.endTable();
}

void addChanges(Page &page, const RecordedFlow &flow)
{
    const ChangeReport report = ChangeReport::of(flow);
    page.heading(translate("cpx", "Changes"));
    if (report.basis != ChangeReport::Basis::Compared)
        page.note(basisText(report, flow.record));
    for (const AttributedDifference &one : report.differences) {
        const BodyDifference &difference = one.difference;
        QStringList names;
        for (const qsizetype index : one.changes)
            names.append(attributionText(report.changes.at(index).attribution));
        page.text(QString::fromUtf8(difference.before ? difference.received : difference.sent));
        if (names.isEmpty())
            page.warning(translate("cpx", "by nobody that is known: not attributed"));
        else
            page.note(names.join(u"; "_s));
        page.diff(difference.before.value_or(QByteArray()), difference.after.value_or(QByteArray()));
    }
    for (const qsizetype index : report.others) {
        const BodyChange &change = report.changes.at(index);
        const bool isAnswer = change.direction == BodyChange::Direction::Response;
        const QString place = QString::fromUtf8(change.location);
        page.text(isAnswer ? translate("cpx", "%1 in the answer").arg(place) : place);
        page.note(attributionText(change.attribution));
        page.diff(change.before.bytes, change.after.bytes);
    }
}

void addMessage(Page &page, const QString &title, const http::HeaderList &headers, const RecordedBody &body)
{
    page.heading(title);
    page.beginTable();
    for (qsizetype i = 0; i < headers.size(); ++i)
        page.row(QString::fromUtf8(headers.name(i)), QString::fromUtf8(headers.value(i)));
    page.endTable();
    if (body.state != RecordedBody::State::Kept)
        page.note(translate("cpx", "The body: %1").arg(bodyStateName(body.state)));
    if (body.size == 0)
        return;
    const RecordedContent content = recordedContent(body, headers);
    if (content.isText)
        page.text(QString::fromUtf8(content.bytes));
    else
        page.note(translate("cpx", "%1 bytes that are no text").arg(content.bytes.size()));
}

} // namespace

QByteArray htmlDocument(const RecordedFlow &flow)
{
    const FlowRecord &record = flow.record;
    Page page;
    addFacts(page, flow);
    addChanges(page, flow);
    addMessage(page, translate("cpx", "Request"), record.requestHeaders, flow.request);
    if (flow.sent)
        addMessage(page, translate("cpx", "Body as sent"), {}, *flow.sent);
    addMessage(page, translate("cpx", "Answer"), record.responseHeaders, flow.response);
    return page.document(QString::fromUtf8(record.method) + u' ' + QString::fromUtf8(record.target));
}

} // namespace cpx
