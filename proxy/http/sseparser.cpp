// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/sseparser.h"

#include "proxy/http/framing.h"

#include <algorithm>
#include <cstring>

namespace cpx::http {

namespace {

constexpr QByteArrayView byteOrderMark("\xef\xbb\xbf");
constexpr qsizetype capacityKept = 64 * 1024; ///< of a buffer, from one event to the next

void clear(QByteArray &buffer)
{
    if (buffer.capacity() > capacityKept)
        buffer = {};
    else
        buffer.resize(0);
}

void assign(QByteArray &buffer, QByteArrayView bytes)
{
    buffer.resize(0);
    buffer.append(bytes);
}

} // namespace

SseParser::Progress SseParser::feed(QByteArrayView &input)
{
    if (m_gaveUp)
        return giveUp(input);
    if (m_isReported)
        startEvent();
    if (m_markBytes >= 0)
        skipByteOrderMark(input);
    while (!input.isEmpty()) {
        if (m_sawCr) {
            m_sawCr = false;
            if (input[0] == '\n') {
                input = input.sliced(1);
                continue;
            }
            m_endsInCr = true;
        }
        const qsizetype end = lineEnd(input);
        if (end < 0) {
            if (!keepPartialLine(std::exchange(input, {})))
                return giveUp(input);
            break;
        }
        QByteArrayView line = input.first(end);
        m_sawCr = input[end] == '\r';
        input = input.sliced(end + 1);
        const bool isBorrowed = m_line.isEmpty();
        if (!isBorrowed) {
            if (!keepPartialLine(line))
                return giveUp(input);
            line = m_line;
        }
        if (line.isEmpty()) {
            m_lineBytes = 0;
            m_event.lastId = m_id;
            m_isReported = true;
            if (m_dataLines > 0)
                return Progress::Event;
            startEvent();
            continue;
        }
        if (!takeLine(line, isBorrowed))
            return giveUp(input);
        clear(m_line);
    }
    hold();
    return Progress::NeedMore;
}

/// One at the very beginning is no part of the stream. It may come byte by byte, and may turn out not to be one.
void SseParser::skipByteOrderMark(QByteArrayView &input)
{
    while (m_markBytes >= 0 && !input.isEmpty()) {
        if (input[0] != byteOrderMark[m_markBytes]) {
            assign(m_line, byteOrderMark.first(m_markBytes));
            m_markBytes = -1;
            return;
        }
        input = input.sliced(1);
        if (++m_markBytes == byteOrderMark.size())
            m_markBytes = -1;
    }
}

/// Where the first CR or LF is, or -1. Streams end their lines in LF or CRLF, so LF is what is looked for; the CR in
/// between costs a second look at the same line only. Where CR alone ends lines, looking for LF would mean reading all the
/// rest once per line.
qsizetype SseParser::lineEnd(QByteArrayView input)
{
    if (m_endsInCr) {
        const auto found = std::find_if(input.begin(), input.end(), [](char c) { return c == '\r' || c == '\n'; });
        if (found == input.end())
            return -1;
        m_endsInCr = *found == '\r';
        return found - input.begin();
    }
    const auto *feed = static_cast<const char *>(std::memchr(input.data(), '\n', size_t(input.size())));
    const qsizetype end = feed ? feed - input.data() : input.size();
    const auto *cr = static_cast<const char *>(std::memchr(input.data(), '\r', size_t(end)));
    if (cr)
        return cr - input.data();
    return feed ? end : -1;
}

/// False when the event has become too large.
bool SseParser::keepPartialLine(QByteArrayView bytes)
{
    const bool isComment = m_line.isEmpty() ? bytes.startsWith(':') : m_line.startsWith(':');
    if (isComment) {
        assign(m_line, ":"); // all that matters of it
        return true;
    }
    if (m_lineBytes + m_line.size() + bytes.size() > m_limit)
        return false;
    m_line.append(bytes);
    return true;
}

/// One line that is not empty: "name: value", "name:value", "name" or ": comment". False when the event has become too
/// large. `isBorrowed`: the line lies in the input, not in m_line.
bool SseParser::takeLine(QByteArrayView line, bool isBorrowed)
{
    if (line[0] == ':')
        return true;
    m_lineBytes += line.size();
    if (m_lineBytes > m_limit)
        return false;
    const qsizetype colon = line.indexOf(':');
    const QByteArrayView name = colon < 0 ? line : line.first(colon);
    QByteArrayView value = colon < 0 ? QByteArrayView() : line.sliced(colon + 1);
    if (value.startsWith(' '))
        value = value.sliced(1);
    if (name == "data") {
        addData(value, isBorrowed);
    } else if (name == "event") {
        m_event.type = value;
        if (!isBorrowed) {
            assign(m_type, value);
            m_event.type = m_type;
        }
    } else if (name == "id") {
        if (!value.contains('\0'))
            m_id = value.toByteArray();
    } else if (name == "retry") {
        if (const auto milliseconds = parseDecimal(value))
            m_retry = milliseconds;
    }
    return true;
}

void SseParser::addData(QByteArrayView value, bool isBorrowed)
{
    if (m_dataLines++ == 0 && isBorrowed) {
        m_event.data = value;
        return;
    }
    if (m_dataLines == 1) {
        assign(m_data, value);
    } else {
        if (m_event.data.data() != m_data.constData())
            assign(m_data, m_event.data);
        m_data.append('\n').append(value);
    }
    m_event.data = m_data;
}

void SseParser::startEvent()
{
    m_isReported = false;
    m_dataLines = 0;
    m_event.type = {};
    m_event.data = {};
    clear(m_type);
    clear(m_data);
    clear(m_line);
}

/// The input goes away: an unfinished event takes what it needs with it.
void SseParser::hold()
{
    if (m_dataLines > 0 && m_event.data.data() != m_data.constData()) {
        assign(m_data, m_event.data);
        m_event.data = m_data;
    }
    if (!m_event.type.isEmpty() && m_event.type.data() != m_type.constData()) {
        assign(m_type, m_event.type);
        m_event.type = m_type;
    }
}

SseParser::Progress SseParser::giveUp(QByteArrayView &input)
{
    input = {};
    m_gaveUp = true;
    m_event = {};
    for (QByteArray *buffer : {&m_line, &m_type, &m_data, &m_id})
        *buffer = {};
    return Progress::GaveUp;
}

} // namespace cpx::http
