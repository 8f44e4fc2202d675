// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <utility>

namespace cpx {

/// Puts events of our own into the text/event-stream of a Responses answer while it passes, before the
/// model's first output: right behind the event `response.created`, or, where that does not come first,
/// before the first `response.output_item.` event. Everything else passes unchanged, in order and at once; of
/// an event whose type is not known yet the beginning is held, up to the end of its first line as a rule and
/// never more than `maximumHeld`. No sockets. The stream must not be compressed.
///
/// Looks at nothing once isDone(): take it out of the way then. That is so after the insertion, and without
/// one when the stream is of another kind, when the answer ends or fails without output, and after
/// `maximumLooked` bytes. An event's type is that of its "event" field, or where it has none, of a "type" at
/// the very beginning of its data.
class SseInsertion
{
public:
    static constexpr qsizetype maximumHeld = 4 * 1024;
    static constexpr qsizetype maximumLooked = 256 * 1024;

    /// `events`: whole ones, each with its empty line.
    explicit SseInsertion(QByteArray events)
        : m_events(std::move(events))
    { }

    /// Calls `append(QByteArrayView)` with the pieces that go on, in order; they are views of `input` and of
    /// what this object holds, and good until it returns.
    template <typename Append> void feed(QByteArrayView input, Append &&append)
    {
        QByteArray joined; // with what was held
        if (!m_held.isEmpty()) {
            joined = std::exchange(m_held, {}).append(input);
            input = joined;
        }
        const Look look = isDone() ? Look{} : lookAt(input);
        const qsizetype passes = input.size() - look.held;
        if (look.insertAt < 0)
            return pass(input.first(passes), append);
        pass(input.first(look.insertAt), append);
        append(QByteArrayView(std::exchange(m_events, {})));
        pass(input.first(passes).sliced(look.insertAt), append);
    }

    /// The stream has ended: hands on what is held, or puts the events behind an event whose end was in
    /// doubt.
    template <typename Append> void finish(Append &&append)
    {
        if (m_state == State::LineFeed)
            append(QByteArrayView(std::exchange(m_events, {})));
        m_hasInserted = m_hasInserted || m_state == State::LineFeed;
        m_state = State::Done;
        pass(std::exchange(m_held, {}), append);
    }

    bool isDone() const { return m_state == State::Done; }
    bool hasInserted() const { return m_hasInserted; }

private:
    enum class State {
        Mark, ///< at the start of the stream, where a byte order mark may be
        Type, ///< at the start of an event: of which type?
        Comment, ///< inside a comment before an event
        Other, ///< inside an event that is of no interest
        Created, ///< inside the one the events go behind
        LineFeed, ///< behind it, where an LF may belong to its last CR
        Done,
    };
    /// What is to become of the bytes just looked at.
    struct Look
    {
        qsizetype insertAt = -1;
        qsizetype held = 0; ///< at the end
    };
    enum class Kind { Unknown, Created, Item, Other, Last, Foreign };

    template <typename Append> static void pass(QByteArrayView bytes, Append &append)
    {
        if (!bytes.isEmpty())
            append(bytes);
    }

    Look lookAt(QByteArrayView input);
    bool step(QByteArrayView input, qsizetype &at, Look &look);
    void insertAt(qsizetype at, Look &look);
    bool skipMark(QByteArrayView input, qsizetype &at, Look &look);
    bool judge(QByteArrayView input, qsizetype &at, Look &look);
    static qsizetype lineEnd(QByteArrayView input, qsizetype from, qsizetype &lineFeed);
    bool skipLine(QByteArrayView input, qsizetype &at);
    bool skipEvent(QByteArrayView input, qsizetype &at);
    static Kind kindOfEvent(QByteArrayView event);
    static Kind kindOfType(QByteArrayView type);
    static Kind kindOfData(QByteArrayView data, bool isWhole);

    QByteArray m_events; ///< until they are inserted
    QByteArray m_held; ///< the beginning of an event of unknown type
    qsizetype m_looked = 0; ///< bytes that have gone on
    State m_state = State::Mark;
    bool m_isLineStart = true; ///< inside an event: the next byte is the first of a line
    bool m_sawCr = false; ///< the last byte was a CR: an LF that follows belongs to it
    bool m_hasInserted = false;
};

} // namespace cpx
