// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commandarguments.h"

#include <optional>

namespace cpx {

namespace {

bool isAssignment(QStringView word)
{
    const qsizetype equals = word.indexOf(u'=');
    if (equals <= 0 || word.front().isDigit())
        return false;
    for (const QChar character : word.first(equals)) {
        if (!character.isLetterOrNumber() && character != u'_')
            return false;
    }
    return true;
}

class Splitter
{
public:
    explicit Splitter(QStringView text)
        : m_text(text)
    {
    }

    /// Nothing when a quote has no second.
    std::optional<QStringList> run()
    {
        while (m_at < m_text.size()) {
            const QChar character = m_text[m_at];
            if (character.isSpace()) {
                endWord();
                ++m_at;
            } else if (character == u'\'' || character == u'"') {
                if (!quoted(character))
                    return std::nullopt;
            } else if (character == u'\\' && m_at + 1 < m_text.size()) {
                add(m_text[m_at + 1]);
                m_at += 2;
            } else if (character == u'`') {
                endWord();
                m_words += m_text.sliced(m_at + 1).toString();
                return m_words;
            } else if (isOperator(character)) {
                break;
            } else {
                add(character);
                ++m_at;
            }
        }
        endWord();
        return m_words;
    }

private:
    bool isOperator(QChar character) const
    {
        return QStringView(u";|<>").contains(character)
            || (character == u'&' && m_at + 1 < m_text.size() && m_text[m_at + 1] == u'&');
    }

    bool quoted(QChar quote)
    {
        m_hasWord = true;
        m_isQuoted = m_isQuoted || m_word.isEmpty();
        for (++m_at; m_at < m_text.size(); ++m_at) {
            const QChar character = m_text[m_at];
            if (character == quote) {
                ++m_at;
                return true;
            }
            m_word += character;
            if (quote == u'"' && character == u'\\' && m_at + 1 < m_text.size())
                m_word += m_text[++m_at];
        }
        return false;
    }

    void add(QChar character)
    {
        m_hasWord = true;
        m_word += character;
    }

    void endWord()
    {
        const bool isDropped = m_words.isEmpty() && !m_isQuoted && isAssignment(m_word);
        if (m_hasWord && !isDropped)
            m_words += m_word;
        m_word.clear();
        m_hasWord = false;
        m_isQuoted = false;
    }

    const QStringView m_text;
    qsizetype m_at = 0;
    QStringList m_words;
    QString m_word;
    bool m_hasWord = false; ///< also an empty one, in quotes
    bool m_isQuoted = false; ///< it begins with a quote
};

} // namespace

QStringList splitArguments(QStringView arguments)
{
    const QStringView text = arguments.trimmed();
    if (auto words = Splitter(text).run())
        return *words;
    return {text.toString()};
}

} // namespace cpx
