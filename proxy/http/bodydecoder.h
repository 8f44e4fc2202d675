// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/message.h"
#include "proxy/limits.h"

namespace cpx::http {

/// Finds the payload of one message body in a stream of bytes and where the body ends. No sockets, and no copy:
/// payload is returned as views into the input. Chunked coding is read strictly (RFC 9112 §7.1): plain hexadecimal
/// sizes of at most 15 digits, CRLF only, extensions and trailers bounded, checked and dropped.
class BodyDecoder
{
public:
    enum class Progress {
        NeedMore, ///< input used up
        Payload, ///< `payload` is set; call again
        Complete, ///< the body has ended; what is left in the input belongs to the next message
        Failed,
    };

    BodyDecoder(const BodyFraming &framing, const Limits &limits);

    /// Takes bytes from the front of `input`.
    Progress feed(QByteArrayView &input, QByteArrayView &payload);

    /// The connection ended here. True when that completes the body (close-delimited ones only).
    bool endOfStream() const { return m_state == State::UntilClose || m_state == State::Complete; }
    bool isComplete() const { return m_state == State::Complete; }
    const HttpError &error() const { return m_error; } ///< after Failed

private:
    enum class State { Sized, UntilClose, ChunkSize, ChunkData, ChunkDataEnd, Trailers, Complete, Failed };

    Progress fail(const char *code, const QString &message);
    Progress takeData(QByteArrayView &input, QByteArrayView &payload);
    bool readLine(QByteArrayView &input, qsizetype limit, QByteArrayView &line);
    Progress endOfSizeLine(QByteArrayView line);
    Progress endOfTrailerLine(QByteArrayView line);

    State m_state;
    quint64 m_left = 0; ///< bytes of the body or chunk still to come
    QByteArray m_line; ///< the beginning of a size or trailer line that the input before ended with
    qsizetype m_extensionBytes = 0;
    qsizetype m_trailerBytes = 0;
    Limits m_limits;
    HttpError m_error;
};

} // namespace cpx::http
