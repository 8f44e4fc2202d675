// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/documentredaction.h"

#include "core/redaction.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <cstring>

namespace cpx {

namespace {

constexpr int maximumDepth = 3; ///< of JSON quoted in strings of JSON
constexpr int longestEscape = 6; ///< "\\uXXXX"
constexpr qsizetype pieceAtLine = 256 * 1024; ///< enough for a piece when a line ends
constexpr qsizetype pieceAtMember = 1024 * 1024; ///< the same when only a member of a JSON document does

/// One walk over a text. It understands only as much of JSON as it needs to find strings and where values end, so that
/// broken and cut documents are searched as well as whole ones.
class Walk
{
public:
    Walk(QByteArrayView text, int depth)
        : m_text(text)
        , m_depth(depth)
    {
    }

    QByteArray run()
    {
        m_output.reserve(m_text.size());
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '"') {
                takeString();
                continue;
            }
            ++m_at;
            const qsizetype waiting = m_at - m_pieceStart + m_piece.size();
            const bool isMemberEnd = c == ',' && m_at > 1 && std::strchr("\"}]", m_text[m_at - 2]);
            if ((c == '\n' && waiting >= pieceAtLine) || (isMemberEnd && waiting >= pieceAtMember))
                flush();
        }
        flush();
        return m_output;
    }

private:
    /// Moves what was walked over unchanged into the piece.
    void gather()
    {
        m_piece.append(m_text.sliced(m_pieceStart, m_at - m_pieceStart));
        m_pieceStart = m_at;
    }

    void flush()
    {
        gather();
        m_output.append(redacted(m_piece));
        m_piece.clear();
    }

    void replaceUntil(qsizetype end, QByteArrayView replacement)
    {
        gather();
        m_piece.append(replacement);
        m_at = end;
        m_pieceStart = end;
    }

    /// Behind the quote that closes the string beginning at `start`; the end of the text when nothing does; -1 when a
    /// line ends first: then it was no string of JSON.
    qsizetype stringEnd(qsizetype start) const
    {
        for (qsizetype i = start + 1; i < m_text.size(); ++i) {
            switch (m_text[i]) {
            case '\\':
                if (i + 1 < m_text.size() && m_text[i + 1] != '\n')
                    ++i;
                break;
            case '"': return i + 1;
            case '\n': return -1;
            default: break;
            }
        }
        return m_text.size();
    }

    qsizetype afterSpace(qsizetype at) const
    {
        while (at < m_text.size() && isSpace(m_text[at]))
            ++at;
        return at;
    }

    static bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

    /// Behind the value that begins at `start`, which is no string.
    qsizetype valueEnd(qsizetype start) const
    {
        int open = 0;
        for (qsizetype i = start; i < m_text.size(); ++i) {
            switch (m_text[i]) {
            case '{':
            case '[': ++open; break;
            case '}':
            case ']':
                if (open == 0)
                    return i;
                if (--open == 0)
                    return i + 1;
                break;
            case '"':
                if (const qsizetype end = stringEnd(i); end > 0)
                    i = end - 1;
                break;
            case ',':
            case ' ':
            case '\t':
            case '\r':
            case '\n':
                if (open == 0)
                    return i;
                break;
            default: break;
            }
        }
        return m_text.size();
    }

    void takeString()
    {
        const qsizetype end = stringEnd(m_at);
        if (end < 0) {
            ++m_at;
            return;
        }
        const QByteArrayView literal = m_text.sliced(m_at, end - m_at);
        const qsizetype colon = afterSpace(end);
        if (colon < m_text.size() && m_text[colon] == ':') {
            m_at = colon + 1;
            if (isSecretName(nameIn(literal)))
                hideValue();
            return;
        }
        if (literal.contains('\\') && isMemberOrElement()) {
            if (const QByteArray inner = unquoted(literal).toUtf8(); !inner.isEmpty())
                return takeEscapedString(end, inner);
        }
        m_at = end;
    }

    /// Is what begins here a value of JSON? In other texts, such as `password = "abc"`, a string must not be parted from
    /// what stands before it.
    bool isMemberOrElement() const
    {
        qsizetype before = m_at - 1;
        while (before >= 0 && isSpace(m_text[before]))
            --before;
        if (before < 0 || m_text[before] == ',' || m_text[before] == '[')
            return true;
        if (m_text[before] != ':')
            return false;
        --before;
        while (before >= 0 && isSpace(m_text[before]))
            --before;
        return before >= 0 && m_text[before] == '"';
    }

    /// Searched as the text it stands for, `inner`, and written anew only when that changes: a pattern knows nothing of
    /// escapes and could take half of one.
    void takeEscapedString(qsizetype end, const QByteArray &inner)
    {
        const QByteArray hidden = m_depth < maximumDepth ? Walk(inner, m_depth + 1).run() : redacted(inner);
        flush();
        if (hidden == inner)
            m_output.append(m_text.sliced(m_at, end - m_at));
        else
            m_output.append(quoted(hidden));
        m_at = end;
        m_pieceStart = end;
    }

    void hideValue()
    {
        m_at = afterSpace(m_at);
        if (m_at >= m_text.size())
            return;
        const bool isString = m_text[m_at] == '"';
        const qsizetype stringsEnd = isString ? stringEnd(m_at) : -1;
        const qsizetype end = stringsEnd > 0 ? stringsEnd : valueEnd(m_at);
        if (end > m_at)
            replaceUntil(end, QByteArray("\"") + redactedMark + '"');
    }

    static QString unquoted(QByteArrayView literal)
    {
        const auto parsed = [](const QByteArray &text) {
            return QJsonDocument::fromJson('[' + text + ']').array().at(0).toString();
        };
        QByteArray text = literal.toByteArray();
        if (text.size() > 1 && stringIsClosed(text))
            return parsed(text);
        // A document that was cut inside a string, perhaps inside one of its escapes or characters.
        for (int chopped = 0; chopped < longestEscape && text.size() > 1; ++chopped) {
            if (const QString inner = parsed(text + '"'); !inner.isEmpty())
                return inner;
            text.chop(1);
        }
        return {};
    }

    static bool stringIsClosed(QByteArrayView literal)
    {
        qsizetype backslashes = 0;
        for (qsizetype i = literal.size() - 2; i > 0 && literal[i] == '\\'; --i)
            ++backslashes;
        return literal.back() == '"' && backslashes % 2 == 0;
    }

    static QByteArray nameIn(QByteArrayView literal)
    {
        if (literal.contains('\\'))
            return unquoted(literal).toUtf8();
        return literal.sliced(1, qMax<qsizetype>(literal.size() - 2, 0)).toByteArray();
    }

    static QByteArray quoted(const QByteArray &text)
    {
        const QByteArray array = QJsonDocument(QJsonArray{QString::fromUtf8(text)}).toJson(QJsonDocument::Compact);
        return array.sliced(1, array.size() - 2);
    }

    QByteArrayView m_text;
    int m_depth;
    qsizetype m_at = 0;
    qsizetype m_pieceStart = 0; ///< what is between here and m_at is not in m_piece yet
    QByteArray m_piece; ///< to be searched for what looks like a credential
    QByteArray m_output;
};

} // namespace

QByteArray redactedDocument(QByteArrayView text)
{
    return Walk(text, 0).run();
}

} // namespace cpx
