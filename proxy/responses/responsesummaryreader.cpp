// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/responses/responsesummaryreader.h"

#include "proxy/responses/modeleventtype.h"
#include "proxy/responses/ratelimits.h"
#include "proxy/responses/responsedocument.h"

#include <QDateTime>
#include <string_view>
#include <utility>

namespace cpx {

namespace {

constexpr qsizetype little = 64 * 1024; ///< bytes that one reader may always hold

thread_local qint64 heldByAll = 0;

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

/// Not with QByteArrayView, which prepares a table for each search: that pays for long texts only.
bool has(QByteArrayView data, std::string_view text)
{
    return std::string_view(data.data(), size_t(data.size())).find(text) != std::string_view::npos;
}

/// What a look at a chunk of Chat Completions tells.
struct ChunkMembers
{
    bool hasOutput = false;
    bool isWorthParsing = false; ///< it names a tool, or says how the answer ended or what it took
};

/// One pass from colon to colon: the names before them, and how the values begin. In strings of JSON every quote is
/// escaped, so a colon in content has no quote before it that would matter; if it had, a chunk were parsed in vain.
ChunkMembers membersOf(QByteArrayView data)
{
    ChunkMembers members;
    const std::string_view text(data.data(), size_t(data.size()));
    for (size_t colon = text.find(':'); colon != std::string_view::npos; colon = text.find(':', colon + 1)) {
        const std::string_view name = text.substr(0, colon);
        if (!name.ends_with('"'))
            continue;
        std::string_view value = text.substr(colon + 1);
        if (value.starts_with(' '))
            value.remove_prefix(1);
        const bool isText = value.starts_with('"') && !value.starts_with("\"\"");
        if (name.ends_with("content\"") || name.ends_with("\"reasoning\""))
            members.hasOutput |= isText;
        else if (name.ends_with("\"tool_calls\""))
            members.hasOutput |= value.starts_with('[');
        else if (name.ends_with("\"finish_reason\"") || name.ends_with("\"name\""))
            members.isWorthParsing |= isText;
        else if (name.ends_with("\"usage\""))
            members.isWorthParsing |= value.starts_with('{');
        else if (name.ends_with("\"error\""))
            members.isWorthParsing |= !value.starts_with("null");
    }
    return members;
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

void ResponseSummaryReader::countHeld(qsizetype held)
{
    heldByAll += held - std::exchange(m_held, held);
}

void ResponseSummaryReader::feed(QByteArrayView bytes, qint64 nowUs)
{
    m_nowUs = nowUs;
    if (m_form == Form::Unread)
        return;
    read(bytes);
    const qsizetype held = m_parser.held() + m_document.size();
    if (held == 0 && m_held == 0 && !m_gaveUp)
        return; // as a rule
    countHeld(held);
    m_gaveUp = m_gaveUp || (heldByAll > mostHeldByAll && held > little);
    if (!m_gaveUp)
        return;
    m_form = Form::Unread;
    m_document = {};
    m_parser = http::SseParser(largestDocument);
    countHeld(0);
}

void ResponseSummaryReader::read(QByteArrayView bytes)
{
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
}

void ResponseSummaryReader::takeEvent(const http::SseEvent &event)
{
    ++m_timing.events;
    if (m_lastEventUs)
        noteGap(m_nowUs - *m_lastEventUs);
    m_lastEventUs = m_nowUs;
    if (m_isChat)
        return takeChatChunk(event.data);
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
    m_isOfModel = true;
    const bool isFirst = !std::exchange(m_isChat, true);
    const ChunkMembers members = membersOf(data);
    if (members.hasOutput)
        noteOutput();
    if (isFirst || members.isWorthParsing)
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
