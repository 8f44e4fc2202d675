// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/headreader.h"

#include "core/translate.h"

#include <QVarLengthArray>
#include <array>
#include <cstring>

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

constexpr qsizetype usualFields = 24; // more than Codex's requests and the answers to them have
using LineEnds = QVarLengthArray<qsizetype, usualFields + 2>;

/// Where the lines without fault at the front of `input` end, up to an empty line.
void findFaultlessLines(QByteArrayView input, LineEnds &ends)
{
    const char *const begin = input.data();
    const char *at = begin;
    while (const auto *newline = static_cast<const char *>(std::memchr(at, '\n', size_t(input.end() - at)))) {
        const qsizetype length = newline - at - 1; // without CR LF
        if (length < 0 || newline[-1] != '\r' || !isLineText({at, length}))
            return;
        at = newline + 1;
        ends.append(at - begin);
        if (length == 0)
            return;
    }
}

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
    while (!input.isEmpty()) {
        const bool isBetweenLines = m_lineAt == m_text.size();
        Progress progress = isBetweenLines ? takeLines(input) : Progress::NeedMore;
        if (progress == Progress::NeedMore && !input.isEmpty())
            progress = takeLine(input);
        if (progress != Progress::NeedMore)
            return progress;
    }
    return Progress::NeedMore;
}

/// The lines without fault at the front of `input`, as nearly all are: kept in one go, then judged one by one.
HeadReader::Progress HeadReader::takeLines(QByteArrayView &input)
{
    LineEnds ends;
    findFaultlessLines(input, ends);
    if (ends.isEmpty())
        return Progress::NeedMore;
    const qsizetype begin = m_text.size();
    const qsizetype length = ends.last();
    m_text.append(input.first(length));
    input = input.sliced(length);
    for (const qsizetype end : std::as_const(ends)) {
        if (!checkPartialLine(begin + end) || !endLine(begin + end))
            return Progress::Failed;
    }
    return m_complete ? Progress::Complete : Progress::NeedMore;
}

/// Byte by byte to the end of the line or of the input: a line that is cut, or has a fault.
HeadReader::Progress HeadReader::takeLine(QByteArrayView &input)
{
    qsizetype taken = 0;
    const auto keep = [&] {
        m_text.append(input.first(taken));
        input = input.sliced(taken);
    };
    // What stands before a bad byte is judged first, as it is when the bytes come one by one.
    const auto refuse = [&](const char *code, const QString &message) {
        keep();
        return checkPartialLine(m_text.size()) ? fail(400, code, message) : Progress::Failed;
    };
    while (taken < input.size()) {
        const char character = input[taken];
        if (m_sawCr ? character != '\n' : character == '\n')
            return refuse("bad_line_end", translate("cpx", "A line of the message head does not end in CR LF."));
        if (!isLineByte(character) && character != '\r' && character != '\n')
            return refuse("bad_character", translate("cpx", "The message head contains a control character."));
        ++taken;
        m_sawCr = character == '\r';
        if (character == '\n') {
            keep();
            if (!checkPartialLine(m_text.size()) || !endLine(m_text.size()))
                return Progress::Failed;
            return m_complete ? Progress::Complete : Progress::NeedMore;
        }
    }
    keep();
    return checkPartialLine(m_text.size()) ? Progress::NeedMore : Progress::Failed;
}

/// Whether the current line may be as long as it is, `known` being the end of what is there of it.
bool HeadReader::checkPartialLine(qsizetype known)
{
    const qsizetype length = known - m_lineAt;
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
    if (known > lineEnd && lineEnd <= sectionEnd) {
        fail(431, "header_too_large", translate("cpx", "A header line is longer than %1 bytes.").arg(m_limits.fieldLine));
        return false;
    }
    if (known > sectionEnd) {
        fail(431, "headers_too_large", translate("cpx", "The headers are larger than %1 bytes.").arg(m_limits.section));
        return false;
    }
    return true;
}

bool HeadReader::endLine(qsizetype lineEnd)
{
    const qsizetype begin = m_lineAt;
    const qsizetype end = lineEnd - 2; // without CR LF
    m_lineAt = lineEnd;
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
    const QByteArrayView text(m_text);
    const auto colon = std::find_if_not(text.begin() + begin, text.begin() + end, isTokenCharacter) - text.begin();
    // Covers folded lines, blanks before the colon, empty names and lines without a colon (RFC 9112 §5).
    if (colon == begin || colon == end || text[colon] != ':') {
        fail(400, "bad_header", translate("cpx", "A header line is malformed."));
        return false;
    }
    qsizetype valueBegin = colon + 1;
    qsizetype valueEnd = end;
    while (valueBegin < valueEnd && isBlank(text[valueBegin]))
        ++valueBegin;
    while (valueEnd > valueBegin && isBlank(text[valueEnd - 1]))
        --valueEnd;
    if (m_fields.isEmpty())
        m_fields.reserve(usualFields);
    m_fields.append(HeaderList::Slot{{quint32(begin), quint32(colon - begin)},
                                     {quint32(valueBegin), quint32(valueEnd - valueBegin)}});
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
