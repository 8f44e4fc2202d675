// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/headreader.h"

#include "core/translate.h"

#include <array>

namespace cpx::http {

namespace {

constexpr auto tokenCharacters = [] {
    std::array<bool, 256> table{};
    for (int c = '0'; c <= '9'; ++c)
        table[size_t(c)] = true;
    for (int c = 'a'; c <= 'z'; ++c)
        table[size_t(c)] = table[size_t(c - 'a' + 'A')] = true;
    for (const char c : {'!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~'})
        table[size_t(c)] = true;
    return table;
}();

bool isTokenCharacter(char character)
{
    return tokenCharacters[static_cast<unsigned char>(character)];
}

/// Bytes that may stand in a line: visible ASCII, space, tab, and obs-text (RFC 9110 §5.5).
bool isLineByte(char character)
{
    const auto code = static_cast<unsigned char>(character);
    return code >= 0x20 ? code != 0x7f : code == '\t';
}

/// Without a branch per byte, so that the compiler can look at many at a time.
bool isLineText(QByteArrayView text)
{
    quint8 bad = 0;
    for (const char character : text) {
        const auto code = static_cast<quint8>(character);
        bad |= quint8(quint8(code < 0x20) & quint8(code != '\t')) | quint8(code == 0x7f);
    }
    return bad == 0;
}

bool isBlank(char character)
{
    return character == ' ' || character == '\t';
}

constexpr qsizetype usualHeadSize = 1024; // of Codex's requests and the answers to them

constexpr int maximumLeadingEmptyLines = 4; // RFC 9112 §2.2 asks for one; more helps nobody

} // namespace

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

HeadReader::Progress HeadReader::fail(int status, const char *code, const QString &message)
{
    m_error = {status, code, message};
    return Progress::Failed;
}

HeadReader::Progress HeadReader::feed(QByteArrayView &input)
{
    if (!m_error.code.isEmpty())
        return Progress::Failed;
    qsizetype taken = 0;
    qsizetype pending = 0; // bytes [pending, taken) are checked but not yet in m_text
    const auto keep = [&] {
        m_text.append(input.sliced(pending, taken - pending));
        pending = taken;
    };
    // What stands before a bad byte is judged first, as it is when the bytes come one by one.
    const auto refuse = [&](const char *code, const QString &message) {
        keep();
        return checkPartialLine() ? fail(400, code, message) : Progress::Failed;
    };
    m_text.reserve(m_text.size() + qMin(input.size(), usualHeadSize));
    qsizetype lookedUntil = 0; // every line is looked at as a whole once
    while (taken < input.size()) {
        if (taken >= lookedUntil && !m_sawCr) {
            // A whole line without fault, as nearly all are. Whatever is wrong with another is found byte by byte below.
            const qsizetype newline = input.indexOf('\n', taken);
            lookedUntil = newline < 0 ? input.size() : newline + 1;
            if (newline > taken && input[newline - 1] == '\r' && isLineText(input.sliced(taken, newline - 1 - taken))) {
                taken = newline + 1;
                keep();
                if (!checkPartialLine() || !endLine())
                    return Progress::Failed;
                if (m_complete) {
                    input = input.sliced(taken);
                    return Progress::Complete;
                }
                continue;
            }
        }
        const char character = input[taken];
        if (m_sawCr && character != '\n')
            return refuse("bad_line_end", translate("cpx", "A line of the message head does not end in CR LF."));
        if (character == '\r') {
            m_sawCr = true;
            ++taken;
        } else if (character == '\n') {
            if (!m_sawCr)
                return refuse("bad_line_end", translate("cpx", "A line of the message head does not end in CR LF."));
            m_sawCr = false;
            ++taken;
            keep();
            if (!checkPartialLine() || !endLine())
                return Progress::Failed;
            if (m_complete) {
                input = input.sliced(taken);
                return Progress::Complete;
            }
        } else if (isLineByte(character)) {
            ++taken;
        } else {
            return refuse("bad_character", translate("cpx", "The message head contains a control character."));
        }
    }
    keep();
    input = {};
    return checkPartialLine() ? Progress::NeedMore : Progress::Failed;
}

bool HeadReader::checkPartialLine()
{
    const qsizetype length = m_text.size() - m_lineAt;
    if (m_startLineLength < 0) {
        // A start line begins with a token (method or "HTTP"); anything else, a TLS hello say, ends here at once.
        if (length > 0 && m_text[m_lineAt] != '\r' && !isTokenCharacter(m_text[m_lineAt])) {
            fail(400, "bad_request_line", translate("cpx", "This is not an HTTP/1.1 message."));
            return false;
        }
        if (length > m_limits.startLine) {
            fail(414, "request_line_too_long",
                 translate("cpx", "The first line is longer than %1 bytes.").arg(m_limits.startLine));
            return false;
        }
        return true;
    }
    // Of the two limits the one that was crossed first, however many bytes came at once.
    const qsizetype lineEnd = m_lineAt + m_limits.fieldLine;
    const qsizetype sectionEnd = m_startLineLength + m_limits.section;
    if (m_text.size() > lineEnd && lineEnd <= sectionEnd) {
        fail(431, "header_too_large", translate("cpx", "A header line is longer than %1 bytes.").arg(m_limits.fieldLine));
        return false;
    }
    if (m_text.size() > sectionEnd) {
        fail(431, "headers_too_large", translate("cpx", "The headers are larger than %1 bytes.").arg(m_limits.section));
        return false;
    }
    return true;
}

bool HeadReader::endLine()
{
    const qsizetype begin = m_lineAt;
    const qsizetype end = m_text.size() - 2; // without CR LF
    m_lineAt = m_text.size();
    if (m_startLineLength < 0) {
        if (end == begin) {
            m_text.clear();
            m_lineAt = 0;
            if (++m_leadingEmptyLines <= maximumLeadingEmptyLines)
                return true;
            fail(400, "bad_request_line", translate("cpx", "Too many empty lines before the message."));
            return false;
        }
        m_startLineLength = end;
        return true;
    }
    if (end == begin) {
        m_complete = true;
        return true;
    }
    return addField(begin, end);
}

bool HeadReader::addField(qsizetype begin, qsizetype end)
{
    if (m_fields.size() >= m_limits.fieldLines) {
        fail(431, "too_many_headers", translate("cpx", "There are more than %1 header lines.").arg(m_limits.fieldLines));
        return false;
    }
    const QByteArrayView line = QByteArrayView(m_text).sliced(begin, end - begin);
    const qsizetype colon = line.indexOf(':');
    // Covers folded lines, blanks before the colon, empty names and lines without a colon (RFC 9112 §5).
    if (colon < 0 || !isToken(line.first(colon))) {
        fail(400, "bad_header", translate("cpx", "A header line is malformed."));
        return false;
    }
    qsizetype valueBegin = colon + 1;
    qsizetype valueEnd = line.size();
    while (valueBegin < valueEnd && isBlank(line[valueBegin]))
        ++valueBegin;
    while (valueEnd > valueBegin && isBlank(line[valueEnd - 1]))
        --valueEnd;
    m_fields.append(HeaderList::Slot{{quint32(begin), quint32(colon)},
                                     {quint32(begin + valueBegin), quint32(valueEnd - valueBegin)}});
    return true;
}

HeaderList HeadReader::takeHeaders()
{
    HeaderList headers;
    headers.m_text = std::exchange(m_text, {});
    headers.m_fields = std::exchange(m_fields, {});
    m_lineAt = 0;
    m_startLineLength = -1;
    m_leadingEmptyLines = 0;
    m_complete = false;
    return headers;
}

} // namespace cpx::http
