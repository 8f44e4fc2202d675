// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/sseinsertion.h"

#include <algorithm>
#include <cstring>

namespace cpx {

namespace {

constexpr QByteArrayView byteOrderMark("\xef\xbb\xbf");

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

/// Of a field's line "name: value" what is behind the colon and one blank.
QByteArrayView valueOf(QByteArrayView line, QByteArrayView name)
{
    const QByteArrayView value = line.sliced(name.size());
    return value.startsWith(' ') ? value.sliced(1) : value;
}

} // namespace

SseInsertion::Look SseInsertion::lookAt(QByteArrayView input)
{
    Look look;
    if (input.isEmpty())
        return look;
    qsizetype at = 0;
    while (m_state != State::Done && step(input, at, look)) { }
    if (m_state != State::Done && m_looked + input.size() - look.held > maximumLooked) {
        m_state = State::Done;
        look.held = 0;
    }
    m_looked += input.size() - look.held;
    if (m_state == State::Done && !m_hasInserted)
        m_events = {};
    if (look.held > 0)
        m_held = input.last(look.held).toByteArray();
    return look;
}

/// One step of the machine; false when all of the input has been looked at, or nothing more has to be.
bool SseInsertion::step(QByteArrayView input, qsizetype &at, Look &look)
{
    switch (m_state) {
    case State::Mark: return skipMark(input, at, look);
    case State::Type: return judge(input, at, look);
    case State::Comment:
        if (!skipLine(input, at))
            return false;
        m_state = State::Type;
        return true;
    case State::Other:
        if (!skipEvent(input, at))
            return false;
        m_state = State::Type;
        return true;
    case State::Created:
        if (!skipEvent(input, at))
            return false;
        m_state = State::LineFeed;
        return true;
    case State::LineFeed:
        if (m_sawCr && at == input.size())
            return false;
        if (m_sawCr && input[at] == '\n')
            ++at;
        insertAt(at, look);
        return false;
    case State::Done: break;
    }
    return false;
}

/// The place is found. Whether it is too far away does not depend on the cuts.
void SseInsertion::insertAt(qsizetype at, Look &look)
{
    m_state = State::Done;
    if (m_looked + at > maximumLooked)
        return;
    look.insertAt = at;
    m_hasInserted = true;
}

/// A byte order mark is no part of the first event; it may come in pieces.
bool SseInsertion::skipMark(QByteArrayView input, qsizetype &at, Look &look)
{
    if (input.size() < byteOrderMark.size() && byteOrderMark.startsWith(input)) {
        look.held = input.size();
        return false;
    }
    if (input.startsWith(byteOrderMark))
        at = byteOrderMark.size();
    m_state = State::Type;
    return true;
}

/// At the start of an event: decides what it is to us, or holds it.
bool SseInsertion::judge(QByteArrayView input, qsizetype &at, Look &look)
{
    if (m_sawCr && at < input.size()) {
        m_sawCr = false;
        if (input[at] == '\n')
            ++at;
    }
    if (at == input.size())
        return false;
    const QByteArrayView event = input.sliced(at);
    if (event[0] == ':') {
        m_state = State::Comment;
        return true;
    }
    m_isLineStart = true;
    switch (kindOfEvent(event.first(std::min(event.size(), maximumHeld)))) {
    case Kind::Unknown:
        if (event.size() < maximumHeld)
            look.held = event.size();
        else
            m_state = State::Done;
        return false;
    case Kind::Created: m_state = State::Created; return true;
    case Kind::Item: insertAt(at, look); return false;
    case Kind::Other: m_state = State::Other; return true;
    case Kind::Last:
    case Kind::Foreign: m_state = State::Done; return false;
    }
    Q_UNREACHABLE();
}

/// Where the first CR or LF from `from` on is, or -1. `lineFeed`: where the next LF is, remembered between
/// calls with the same input, so that a stream that ends its lines in CR alone is not searched for LF once
/// per line.
qsizetype SseInsertion::lineEnd(QByteArrayView input, qsizetype from, qsizetype &lineFeed)
{
    if (lineFeed < from) {
        const void *found = std::memchr(input.data() + from, '\n', size_t(input.size() - from));
        lineFeed = found ? static_cast<const char *>(found) - input.data() : input.size();
    }
    const void *cr = std::memchr(input.data() + from, '\r', size_t(lineFeed - from));
    if (cr)
        return static_cast<const char *>(cr) - input.data();
    return lineFeed < input.size() ? lineFeed : -1;
}

/// Behind the end of the line; false: it is not in the input.
bool SseInsertion::skipLine(QByteArrayView input, qsizetype &at)
{
    qsizetype lineFeed = -1;
    const qsizetype end = lineEnd(input, at, lineFeed);
    if (end < 0)
        return false;
    m_sawCr = input[end] == '\r';
    at = end + 1;
    return true;
}

/// Behind the empty line that ends the event, except for the LF after a CR; false: it is not in the input.
bool SseInsertion::skipEvent(QByteArrayView input, qsizetype &at)
{
    qsizetype lineFeed = -1;
    while (at < input.size()) {
        if (m_sawCr) {
            m_sawCr = false;
            if (input[at] == '\n') {
                ++at;
                continue;
            }
        }
        const qsizetype end = lineEnd(input, at, lineFeed);
        const bool isEmpty = m_isLineStart && end == at;
        m_isLineStart = end >= 0;
        if (end < 0)
            return false;
        m_sawCr = input[end] == '\r';
        at = end + 1;
        if (isEmpty)
            return true;
    }
    return false;
}

/// `event` begins where one begins; how much there is of it is not known.
SseInsertion::Kind SseInsertion::kindOfEvent(QByteArrayView event)
{
    constexpr QByteArrayView eventField("event:");
    constexpr QByteArrayView dataField("data:");
    while (!event.isEmpty()) {
        const auto end =
            std::find_if(event.begin(), event.end(), [](char c) { return c == '\n' || c == '\r'; });
        const bool isWhole = end != event.end();
        const QByteArrayView line = event.first(end - event.begin());
        if (line.startsWith(dataField))
            return kindOfData(valueOf(line, dataField), isWhole);
        if (!isWhole)
            return Kind::Unknown;
        if (line.startsWith(eventField))
            return kindOfType(valueOf(line, eventField));
        if (line.isEmpty())
            return Kind::Other; // an event without data is none
        event = event.sliced(line.size() + 1);
        if (*end == '\r' && event.startsWith('\n'))
            event = event.sliced(1);
    }
    return Kind::Unknown;
}

SseInsertion::Kind SseInsertion::kindOfType(QByteArrayView type)
{
    if (type == "response.created")
        return Kind::Created;
    if (type.startsWith("response.output_item."))
        return Kind::Item;
    if (type == "response.completed" || type == "response.failed" || type == "response.incomplete"
        || type == "error")
        return Kind::Last;
    return Kind::Other;
}

/// Data of an event without an "event" field. A backend of the Responses API writes the type first; where
/// something else is, the stream is taken to be of another kind.
SseInsertion::Kind SseInsertion::kindOfData(QByteArrayView data, bool isWhole)
{
    for (const QByteArrayView part :
         {QByteArrayView("{"), QByteArrayView("\"type\""), QByteArrayView(":"), QByteArrayView("\"")}) {
        while (!data.isEmpty() && isBlank(data[0]))
            data = data.sliced(1);
        if (!data.startsWith(part))
            return !isWhole && part.startsWith(data) ? Kind::Unknown : Kind::Foreign;
        data = data.sliced(part.size());
    }
    const qsizetype end = data.indexOf('"');
    if (end < 0)
        return isWhole ? Kind::Foreign : Kind::Unknown;
    return kindOfType(data.first(end));
}

} // namespace cpx
