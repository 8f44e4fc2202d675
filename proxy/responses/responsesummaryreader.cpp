// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/responses/responsesummaryreader.h"

#include "proxy/responses/modeleventtype.h"
#include "proxy/responses/ratelimits.h"
#include "proxy/responses/responsedocument.h"

#include <QDateTime>

namespace cpx {

namespace {

/// The media type without its parameters, RFC 9110 §8.3.1.
bool hasType(const http::HeaderList &headers, QByteArrayView type)
{
    QByteArrayView value = headers.first("content-type").value_or(QByteArrayView());
    if (const qsizetype end = value.indexOf(';'); end >= 0)
        value = value.first(end);
    return http::equalsIgnoreCase(value.trimmed(), type);
}

bool isCoded(const http::HeaderList &headers)
{
    const auto coding = headers.first("content-encoding");
    return coding && !http::equalsIgnoreCase(*coding, "identity");
}

bool has(QByteArrayView data, QByteArrayView text)
{
    return data.indexOf(text) >= 0;
}

} // namespace

void ResponseSummaryReader::begin(const http::ResponseHead &head, qint64 nowUs)
{
    m_beginUs = nowUs;
    m_nowUs = nowUs;
    m_status = head.status;
    m_summary.rateLimits = rateLimits(head.headers, QDateTime::currentSecsSinceEpoch());
    if (isCoded(head.headers))
        return;
    if (hasType(head.headers, "text/event-stream"))
        m_form = Form::Stream;
    else if (hasType(head.headers, "application/json"))
        m_form = Form::Document;
}

void ResponseSummaryReader::feed(QByteArrayView bytes, qint64 nowUs)
{
    m_nowUs = nowUs;
    switch (m_form) {
    case Form::Unread:
        return;
    case Form::Document:
        if (m_document.size() + bytes.size() <= largestDocument)
            m_document.append(bytes);
        else
            m_gaveUp = true;
        break;
    case Form::Stream:
        while (true) {
            const auto progress = m_parser.feed(bytes);
            if (progress == http::SseParser::Progress::NeedMore)
                return;
            if (progress == http::SseParser::Progress::GaveUp) {
                m_gaveUp = true;
                break;
            }
            takeEvent(m_parser.event());
        }
        break;
    }
    if (m_gaveUp) {
        m_form = Form::Unread;
        m_document = {};
    }
}

void ResponseSummaryReader::takeEvent(const http::SseEvent &event)
{
    ++m_timing.events;
    if (m_lastEventUs)
        noteGap(m_nowUs - *m_lastEventUs);
    m_lastEventUs = m_nowUs;
    const QByteArrayView type = modelEventType(event);
    if (type.endsWith(".delta"))
        noteOutput(); // content: seen, and left alone
    else if (type.startsWith("response.") || type == "error")
        takeResponseEvent(type, event.data);
    else if (has(event.data, "\"choices\":"))
        takeChatChunk(event.data);
}

void ResponseSummaryReader::takeResponseEvent(QByteArrayView type, QByteArrayView data)
{
    m_isOfModel = true;
    constexpr QByteArrayView prefix("response.");
    const QByteArrayView name = type.startsWith(prefix) ? type.sliced(prefix.size()) : type;
    if (name == "created" || name == "in_progress") {
        if (m_summary.responseId.isEmpty())
            takeResponseEnvelope(m_summary, type, data);
    } else if (name == "output_item.added") {
        noteOutput();
    } else if (name == "output_item.done") {
        noteOutput();
        if (has(data, "_call\""))
            takeOutputItem(m_summary, data, mostToolCalls);
    } else if (name == "completed" || name == "done" || name == "failed" || name == "incomplete" || name == "cancelled"
               || name == "error") {
        takeResponseEnvelope(m_summary, type, data);
    }
}

/// Chunks have no type. Most carry a few characters of content and nothing else.
void ResponseSummaryReader::takeChatChunk(QByteArrayView data)
{
    const bool isFirst = !std::exchange(m_isOfModel, true);
    const bool hasTools = has(data, "\"tool_calls\":[");
    if (hasTools || has(data, "\"reasoning") || (has(data, "\"content\":\"") && !has(data, "\"content\":\"\"")))
        noteOutput();
    const bool hasName = hasTools && has(data, "\"name\":");
    if (isFirst || hasName || has(data, "\"finish_reason\":\"") || has(data, "\"usage\":{") || has(data, "\"error\":"))
        takeChatCompletion(m_summary, data, mostToolCalls);
}

void ResponseSummaryReader::noteOutput()
{
    m_isOfModel = true;
    if (!m_timing.firstOutputUs)
        m_timing.firstOutputUs = m_nowUs - m_beginUs;
}

void ResponseSummaryReader::noteGap(qint64 gapUs)
{
    m_timing.longestGapUs = qMax(m_timing.longestGapUs.value_or(0), gapUs);
    if (gapUs > StreamTiming::stallUs)
        ++m_timing.stalls;
}

ResponseSummary ResponseSummaryReader::finish(bool isWhole, qint64 nowUs)
{
    if (m_form == Form::Document && isWhole)
        takeDocument(m_summary, m_document, m_status, mostToolCalls);
    if (m_form == Form::Stream) {
        // After its last event a stream is over, however long the connection stays.
        if (m_lastEventUs && !m_summary.outcome)
            noteGap(nowUs - *m_lastEventUs);
        m_summary.stream = m_timing;
        if (!m_summary.outcome && m_isOfModel)
            m_summary.outcome = ModelOutcome{ModelOutcome::Kind::Cut, {}, {}};
    }
    m_form = Form::Unread;
    m_document = {};
    return std::exchange(m_summary, {});
}

} // namespace cpx
