// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/toolcallfilter.h"

#include "proxy/prompt/eventstream.h"

#include <algorithm>

namespace cpx {

namespace {

constexpr QByteArrayView byteOrderMark("\xef\xbb\xbf");
constexpr qsizetype longestBeginning = 4 * 1024; ///< of an event, to be looked at again with every piece

} // namespace

ToolCallFilter::ToolCallFilter(Ask ask)
    : m_ask(std::move(ask))
    , m_self(std::make_shared<ToolCallFilter *>(this))
{
}

ToolCallFilter::~ToolCallFilter()
{
    *m_self = nullptr;
}

bool ToolCallFilter::begin(const http::ResponseHead &head)
{
    return isPlainEventStream(head);
}

void ToolCallFilter::feed(QByteArrayView bytes, QByteArray &out)
{
    m_isFeeding = true;
    letGo(out);
    if (m_end.isAfterCr() && m_event.isEmpty() && !m_isPassing && bytes.startsWith('\n')) {
        m_end.find(bytes.first(1)); // the rest of the line end before
        pass(bytes.first(1), out);
        bytes = bytes.sliced(1);
    }
    while (!bytes.isEmpty()) {
        const qsizetype end = m_end.find(bytes);
        const QByteArrayView piece = bytes.first(end < 0 ? bytes.size() : end);
        if (m_isPassing)
            pass(piece, out);
        else
            gather(piece, end >= 0, out);
        if (end >= 0)
            m_isPassing = m_isPossible = false;
        bytes = bytes.sliced(piece.size());
    }
    letGo(out);
    m_isFeeding = false;
}

/// The next bytes of an event that may be a call; all of it when `isWhole`.
void ToolCallFilter::gather(QByteArrayView bytes, bool isWhole, QByteArray &out)
{
    m_event += bytes;
    if (m_isStart && !passMark(out))
        return;
    if (!m_isPossible) {
        passComments(out);
        const auto beginning = ToolCallEvent::judge(m_event);
        m_isPossible = beginning == ToolCallEvent::Beginning::Possible || m_event.size() > longestBeginning;
        m_isPassing = beginning == ToolCallEvent::Beginning::Other;
    }
    m_isPassing = m_isPassing || m_event.size() > largestEvent;
    if (!m_isPassing && !isWhole)
        return;
    const QByteArray event = std::exchange(m_event, {});
    std::optional<ToolCallEvent> call;
    if (!m_isPassing)
        call = ToolCallEvent::of(event);
    if (call)
        hold(*std::move(call));
    else
        pass(event, out);
}

/// A byte order mark is no part of the first event. False: it may come in pieces, and there may be more of it.
bool ToolCallFilter::passMark(QByteArray &out)
{
    if (m_event.size() < byteOrderMark.size() && byteOrderMark.startsWith(m_event))
        return false;
    m_isStart = false;
    if (m_event.startsWith(byteOrderMark)) {
        pass(byteOrderMark, out);
        m_event.remove(0, byteOrderMark.size());
    }
    return true;
}

/// Comments keep a connection alive: those before an event do not wait for it.
void ToolCallFilter::passComments(QByteArray &out)
{
    while (m_event.startsWith(':')) {
        const auto end = std::find_if(m_event.cbegin(), m_event.cend(), [](char c) { return c == '\n' || c == '\r'; });
        if (end == m_event.cend())
            return;
        const qsizetype length = end - m_event.cbegin() + 1;
        const bool isPair = *end == '\r' && length < m_event.size() && m_event[length] == '\n';
        pass(QByteArrayView(m_event).first(isPair ? length + 1 : length), out);
        m_event.remove(0, isPair ? length + 1 : length);
    }
}

void ToolCallFilter::pass(QByteArrayView bytes, QByteArray &out)
{
    if (m_held.empty()) {
        out += bytes;
        return;
    }
    m_held.back().behind += bytes;
    m_heldBytes += bytes.size();
}

void ToolCallFilter::hold(ToolCallEvent event)
{
    const quint64 number = m_firstHeld + m_held.size();
    m_heldBytes += event.bytes().size();
    m_held.push_back({std::move(event)});
    const ToolCall call = m_held.back().event.call();
    m_ask(call, [self = m_self, number](const ToolVerdict &verdict) {
        if (*self)
            (*self)->decided(number, verdict);
    });
}

void ToolCallFilter::decided(quint64 number, const ToolVerdict &verdict)
{
    m_held[std::size_t(number - m_firstHeld)].verdict = verdict;
    if (m_isFeeding || !m_held.front().verdict)
        return;
    const Resume resume = m_resume; // we may be gone before it returns
    if (resume)
        resume();
}

void ToolCallFilter::letGo(QByteArray &out)
{
    while (!m_held.empty() && m_held.front().verdict) {
        const Held &held = m_held.front();
        switch (held.verdict->kind) {
        case ToolVerdict::Kind::Pass: out += held.event.bytes(); break;
        case ToolVerdict::Kind::Arguments: out += held.event.withArguments(held.verdict->json); break;
        case ToolVerdict::Kind::Item: out += held.event.withItem(held.verdict->json); break;
        }
        out += held.behind;
        m_heldBytes -= held.event.bytes().size() + held.behind.size();
        m_held.pop_front();
        ++m_firstHeld;
    }
}

/// What never ended is no event.
void ToolCallFilter::finish(QByteArray &out)
{
    out += std::exchange(m_event, {});
}

} // namespace cpx
