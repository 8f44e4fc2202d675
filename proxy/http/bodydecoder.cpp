// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/bodydecoder.h"

#include "core/translate.h"
#include "proxy/http/headreader.h"


namespace cpx::http {

namespace {

bool isLineText(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto code = static_cast<unsigned char>(c);
        return code == '\t' || (code >= 0x20 && code != 0x7f);
    });
}

} // namespace

BodyDecoder::BodyDecoder(const BodyFraming &framing, const Limits &limits)
    : m_state(State::Complete)
    , m_limits(limits)
{
    switch (framing.kind) {
    case BodyFraming::Kind::None:
        break;
    case BodyFraming::Kind::Sized:
        m_left = framing.length;
        m_state = m_left > 0 ? State::Sized : State::Complete;
        break;
    case BodyFraming::Kind::Chunked:
        m_state = State::ChunkSize;
        break;
    case BodyFraming::Kind::UntilClose:
        m_state = State::UntilClose;
        break;
    }
}

BodyDecoder::Progress BodyDecoder::fail(const char *code, const QString &message)
{
    m_state = State::Failed;
    m_error = {400, code, message};
    return Progress::Failed;
}

BodyDecoder::Progress BodyDecoder::takeData(QByteArrayView &input, QByteArrayView &payload)
{
    const auto length = qsizetype(qMin(m_left, quint64(input.size())));
    payload = input.first(length);
    input = input.sliced(length);
    m_left -= quint64(length);
    return Progress::Payload;
}

BodyDecoder::Progress BodyDecoder::feed(QByteArrayView &input, QByteArrayView &payload)
{
    payload = {};
    QByteArrayView line;
    for (;;) {
        switch (m_state) {
        case State::Complete:
            return Progress::Complete;
        case State::Failed:
            return Progress::Failed;
        case State::Sized:
            if (m_left == 0) {
                m_state = State::Complete;
                return Progress::Complete;
            }
            return input.isEmpty() ? Progress::NeedMore : takeData(input, payload);
        case State::UntilClose:
            if (input.isEmpty())
                return Progress::NeedMore;
            payload = std::exchange(input, {});
            return Progress::Payload;
        case State::ChunkData:
            if (m_left == 0) {
                m_state = State::ChunkDataEnd;
                break;
            }
            return input.isEmpty() ? Progress::NeedMore : takeData(input, payload);
        case State::ChunkDataEnd:
            if (!readLine(input, 2, line))
                return m_state == State::Failed ? Progress::Failed : Progress::NeedMore;
            if (line != "\r\n")
                return fail("bad_chunk", translate("cpx", "A chunk is longer than its size says."));
            m_state = State::ChunkSize;
            break;
        case State::ChunkSize:
            if (!readLine(input, m_limits.chunkSizeLine, line))
                return m_state == State::Failed ? Progress::Failed : Progress::NeedMore;
            if (endOfSizeLine(line) == Progress::Failed)
                return Progress::Failed;
            break;
        case State::Trailers:
            if (!readLine(input, m_limits.trailers, line))
                return m_state == State::Failed ? Progress::Failed : Progress::NeedMore;
            if (endOfTrailerLine(line) == Progress::Failed)
                return Progress::Failed;
            break;
        }
    }
}

/// True when `line` is a whole line with its end: a view into the input, as a rule, or into what was kept of it. Valid until
/// the next call.
bool BodyDecoder::readLine(QByteArrayView &input, qsizetype limit, QByteArrayView &line)
{
    if (m_line.endsWith('\n')) // the line before
        m_line.resize(0);
    const qsizetype newline = input.indexOf('\n');
    const qsizetype length = newline < 0 ? input.size() : newline + 1;
    if (m_line.size() + length > limit) {
        fail("bad_chunk", limit <= 2 ? translate("cpx", "A chunk is longer than its size says.")
                                     : translate("cpx", "A line of the chunked body is longer than %1 bytes.").arg(limit));
        return false;
    }
    line = input.first(length);
    input = input.sliced(length);
    if (newline < 0 || !m_line.isEmpty()) {
        m_line.append(line);
        line = m_line;
    }
    return newline >= 0;
}

/// chunk-size [ ";" extensions ] CRLF
BodyDecoder::Progress BodyDecoder::endOfSizeLine(QByteArrayView line)
{
    constexpr qsizetype maximumDigits = 15; // below 2^60: additions cannot overflow
    quint64 size = 0;
    qsizetype digits = 0;
    while (digits < line.size() && isxdigit(static_cast<unsigned char>(line[digits]))) {
        const char digit = line[digits++];
        if (digits > maximumDigits)
            return fail("bad_chunk", translate("cpx", "A chunk size is too large."));
        size = size * 16 + quint64(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
    }
    const QByteArrayView rest = line.sliced(digits);
    if (digits == 0 || !rest.endsWith("\r\n") || !isLineText(rest.chopped(2))
        || (rest.size() > 2 && rest[0] != ';'))
        return fail("bad_chunk", translate("cpx", "A chunk size is malformed."));
    m_extensionBytes += rest.size() - 2;
    if (m_extensionBytes > m_limits.chunkExtensions)
        return fail("bad_chunk", translate("cpx", "The chunk extensions are larger than %1 bytes.").arg(m_limits.chunkExtensions));
    m_left = size;
    m_state = size > 0 ? State::ChunkData : State::Trailers;
    return Progress::NeedMore;
}

BodyDecoder::Progress BodyDecoder::endOfTrailerLine(QByteArrayView line)
{
    m_trailerBytes += line.size();
    if (m_trailerBytes > m_limits.trailers)
        return fail("bad_trailer", translate("cpx", "The trailers are larger than %1 bytes.").arg(m_limits.trailers));
    if (!line.endsWith("\r\n") || !isLineText(line.chopped(2)))
        return fail("bad_trailer", translate("cpx", "A trailer line is malformed."));
    if (line.size() == 2) {
        m_state = State::Complete;
    } else {
        const qsizetype colon = line.indexOf(':');
        if (colon < 0 || !isToken(line.first(colon)))
            return fail("bad_trailer", translate("cpx", "A trailer line is malformed."));
    }
    return Progress::NeedMore;
}

} // namespace cpx::http
