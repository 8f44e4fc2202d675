// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <functional>

namespace cpx::soak {

/// Reads one HTTP/1.1 message, a request or an answer, as it arrives. Shares no code with the proxy's parsers: what both
/// get wrong together nobody would see. Strict where it matters here: a body is complete only by the letter of its framing.
class MessageReader
{
public:
    enum class State {
        Head,
        Body,
        Complete,
        Broken, ///< not HTTP, or not the chunked coding
    };
    enum class Kind { Request, Answer };
    using Sink = std::function<void(QByteArrayView)>;

    explicit MessageReader(Kind kind) : m_kind(kind) {}

    void expectNoBody() { m_hasNoBody = true; } ///< an answer to HEAD
    /// Takes what belongs to the message and removes it from `input`; stops once after the head, so that it can be looked
    /// at first. Body bytes go to `sink`.
    State feed(QByteArrayView &input, const Sink &sink);
    void endOfStream(); ///< completes a body that ends with its connection

    State state() const { return m_state; }
    QByteArray startLine() const { return m_lines.isEmpty() ? QByteArray() : m_lines.constFirst(); }
    int status() const { return m_state == State::Head ? 0 : startLine().mid(9, 3).toInt(); }
    QList<QByteArray> values(const QByteArray &name) const; ///< of all fields of that name
    QByteArray value(const QByteArray &name) const; ///< of the first one
    bool endsWithConnection() const { return m_framing == Framing::UntilClose; }

private:
    enum class Framing { None, Sized, Chunked, UntilClose };
    enum class ChunkPart { Size, Data, DataEnd, Last };

    void readHead(QByteArrayView &input);
    void chooseFraming();
    void readChunks(QByteArrayView &input, const Sink &sink);
    bool readLine(QByteArrayView &input);
    void takePayload(QByteArrayView &input, const Sink &sink);

    Kind m_kind;
    bool m_hasNoBody = false;
    State m_state = State::Head;
    Framing m_framing = Framing::None;
    ChunkPart m_chunkPart = ChunkPart::Size;
    QByteArray m_line;
    QList<QByteArray> m_lines; ///< of the head
    qint64 m_left = 0; ///< of the sized body, or of the chunk
};

} // namespace cpx::soak
