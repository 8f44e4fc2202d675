// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/messagereader.h"

namespace cpx::soak {

MessageReader::State MessageReader::feed(QByteArrayView &input, const Sink &sink)
{
    if (m_state == State::Head) {
        readHead(input);
        return m_state;
    }
    while (m_state == State::Body && !input.isEmpty()) {
        switch (m_framing) {
        case Framing::Sized:
            takePayload(input, sink);
            if (m_left == 0)
                m_state = State::Complete;
            break;
        case Framing::UntilClose:
            m_left = input.size();
            takePayload(input, sink);
            break;
        case Framing::Chunked:
            readChunks(input, sink);
            break;
        case Framing::None:
            m_state = State::Complete;
            break;
        }
    }
    return m_state;
}

void MessageReader::endOfStream()
{
    if (m_state == State::Body && m_framing == Framing::UntilClose)
        m_state = State::Complete;
}

void MessageReader::readHead(QByteArrayView &input)
{
    while (m_state == State::Head && readLine(input)) {
        const QByteArray line = std::exchange(m_line, {});
        if (!line.endsWith("\r\n")) {
            m_state = State::Broken;
        } else if (line.size() > 2) {
            m_lines.append(line.chopped(2));
            if (m_kind == Kind::Answer && !m_lines.constFirst().startsWith("HTTP/1.1 "))
                m_state = State::Broken;
        } else {
            chooseFraming();
        }
    }
}

void MessageReader::chooseFraming()
{
    const bool isAnswer = m_kind == Kind::Answer;
    const QByteArray length = value("Content-Length");
    const int number = isAnswer ? startLine().mid(9, 3).toInt() : 0;
    if (m_hasNoBody || (isAnswer && (number < 200 || number == 204 || number == 304)))
        m_framing = Framing::None;
    else if (value("Transfer-Encoding") == "chunked")
        m_framing = Framing::Chunked;
    else if (!length.isEmpty())
        m_framing = Framing::Sized;
    else
        m_framing = isAnswer ? Framing::UntilClose : Framing::None;
    m_left = m_framing == Framing::Sized ? length.toLongLong() : 0;
    const bool isOver = m_framing == Framing::None || (m_framing == Framing::Sized && m_left == 0);
    m_state = isOver ? State::Complete : State::Body;
}

void MessageReader::readChunks(QByteArrayView &input, const Sink &sink)
{
    if (m_chunkPart == ChunkPart::Data) {
        takePayload(input, sink);
        if (m_left == 0)
            m_chunkPart = ChunkPart::DataEnd;
        return;
    }
    if (!readLine(input))
        return;
    const QByteArray line = std::exchange(m_line, {});
    bool isGood = line.endsWith("\r\n");
    if (m_chunkPart == ChunkPart::Size) {
        bool isNumber = false;
        m_left = line.chopped(qMin<qsizetype>(2, line.size())).toLongLong(&isNumber, 16);
        isGood = isGood && isNumber && m_left >= 0;
        m_chunkPart = m_left > 0 ? ChunkPart::Data : ChunkPart::Last;
    } else {
        isGood = isGood && line.size() == 2; // the proxy sends no trailers
        if (m_chunkPart == ChunkPart::Last)
            m_state = State::Complete;
        m_chunkPart = ChunkPart::Size;
    }
    if (!isGood)
        m_state = State::Broken;
}

/// True when m_line is a whole line, with its end.
bool MessageReader::readLine(QByteArrayView &input)
{
    const qsizetype newline = input.indexOf('\n');
    const qsizetype length = newline < 0 ? input.size() : newline + 1;
    m_line.append(input.first(length));
    input = input.sliced(length);
    return newline >= 0;
}

void MessageReader::takePayload(QByteArrayView &input, const Sink &sink)
{
    const qsizetype length = qMin(qint64(input.size()), m_left);
    sink(input.first(length));
    input = input.sliced(length);
    m_left -= length;
}

QList<QByteArray> MessageReader::values(const QByteArray &name) const
{
    QList<QByteArray> found;
    for (qsizetype i = 1; i < m_lines.size(); ++i) {
        const qsizetype colon = m_lines[i].indexOf(':');
        if (m_lines[i].first(qMax<qsizetype>(colon, 0)).compare(name, Qt::CaseInsensitive) == 0)
            found.append(m_lines[i].sliced(colon + 1).trimmed());
    }
    return found;
}

QByteArray MessageReader::value(const QByteArray &name) const
{
    const QList<QByteArray> found = values(name);
    return found.isEmpty() ? QByteArray() : found.constFirst();
}

} // namespace cpx::soak
