// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <optional>

namespace cpx::http {

/// One event of an event stream. The views live until the next SseParser::feed().
struct SseEvent
{
    QByteArrayView type; ///< of the "event" field; empty means "message"
    QByteArrayView data; ///< the "data" lines joined with LF; bytes as sent, valid UTF-8 or not
    QByteArrayView lastId; ///< of the last "id" field of the stream
};

/// Reads a text/event-stream body for those who look at it (never for those who pass it on), as the WHATWG HTML
/// standard says, §9.2.6. No sockets. An event that lies wholly inside the fed bytes is not copied, except that several
/// data lines have to be joined. An event above the limit ends the reading for good.
class SseParser
{
public:
    enum class Progress {
        NeedMore, ///< input used up; what an unfinished event needs of it has been copied
        Event, ///< event() is set; call again
        GaveUp, ///< an event was larger than the limit: nothing more will be reported, and nothing is held
    };

    static constexpr qsizetype defaultLimit = 16 * 1024 * 1024;

    /// `limit`: bytes of all lines of one event, comments and line ends excluded. No more is ever held, except by the
    /// last id, which has the same limit.
    explicit SseParser(qsizetype limit = defaultLimit)
        : m_limit(limit)
    {
    }

    /// Takes bytes from the front of `input`. An event without its empty line when the stream ends is none.
    Progress feed(QByteArrayView &input);

    const SseEvent &event() const { return m_event; } ///< after Event
    qsizetype held() const { return m_line.size() + m_data.size(); } ///< bytes of an event that is not complete yet
    std::optional<quint64> retry() const { return m_retry; } ///< milliseconds, of the last good "retry" field

private:
    void skipByteOrderMark(QByteArrayView &input);
    qsizetype lineEnd(QByteArrayView input);
    bool keepPartialLine(QByteArrayView bytes);
    bool takeLine(QByteArrayView line, bool isBorrowed);
    void addData(QByteArrayView value, bool isBorrowed);
    void startEvent();
    void hold();
    Progress giveUp(QByteArrayView &input);

    qsizetype m_limit;
    SseEvent m_event;
    std::optional<quint64> m_retry;
    QByteArray m_line; ///< the beginning of a line whose end has not been fed yet
    QByteArray m_type; ///< backs m_event.type when it had to be copied
    QByteArray m_data; ///< backs m_event.data likewise
    QByteArray m_id; ///< backs m_event.lastId once an event ends
    qsizetype m_lineBytes = 0; ///< of the finished lines of this event
    int m_dataLines = 0;
    int m_markBytes = 0; ///< bytes of a byte order mark seen at the start of the stream; -1: past the start
    bool m_isReported = false; ///< m_event has been handed out; the next feed() begins a new one
    bool m_sawCr = false; ///< the last line ended in CR: an LF that follows belongs to it
    bool m_endsInCr = false; ///< the stream ends its lines in CR alone
    bool m_gaveUp = false;
};

} // namespace cpx::http
