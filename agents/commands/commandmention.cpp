// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commandmention.h"

#include "agents/commands/commandname.h"

namespace cpx {

namespace {

constexpr qsizetype maximumMentions = 16;
constexpr qsizetype maximumIndentation = 3; // of a fence, as in Markdown
constexpr qsizetype shortestFence = 3;
constexpr qsizetype longestCode = 16 * 1024; // between backticks: the search must not start over and over

qsizetype runLength(QStringView text, qsizetype from)
{
    qsizetype end = from;
    while (end < text.size() && text[end] == text[from])
        ++end;
    return end - from;
}

bool isPunctuation(QChar character)
{
    return QStringView(u",.;:!?)").contains(character);
}

/// One pass over a prompt, line by line.
class Search
{
public:
    Search(QStringView prompt, const IsCommand &isCommand)
        : m_prompt(prompt)
        , m_isCommand(isCommand)
    {
    }

    QList<CommandMention> run()
    {
        if (!m_prompt.contains(u'/'))
            return {};
        m_start = 0;
        while (m_start < m_prompt.size() && m_prompt[m_start].isSpace())
            ++m_start;
        for (qsizetype begin = 0; begin < m_prompt.size();) {
            const qsizetype found = m_prompt.indexOf(u'\n', begin);
            const qsizetype end = found < 0 ? m_prompt.size() : found;
            line(begin, end);
            begin = end + 1;
        }
        return std::move(m_mentions);
    }

private:
    void line(qsizetype begin, qsizetype end)
    {
        if (!isFence(m_prompt.sliced(begin, end - begin)) && m_fenceLength == 0)
            search(begin, end);
    }

    /// True for the lines that open and close fenced code, and keeps whether one is open.
    bool isFence(QStringView text)
    {
        qsizetype at = 0;
        while (at < text.size() && at <= maximumIndentation && text[at] == u' ')
            ++at;
        if (at > maximumIndentation || at >= text.size() || (text[at] != u'`' && text[at] != u'~'))
            return false;
        const QChar mark = text[at];
        const qsizetype length = runLength(text, at);
        const QStringView rest = text.sliced(at + length).trimmed();
        if (m_fenceLength > 0) {
            if (mark != m_fenceMark || length < m_fenceLength || !rest.isEmpty())
                return false;
            m_fenceLength = 0;
            return true;
        }
        if (length < shortestFence || (mark == u'`' && rest.contains(u'`')))
            return false;
        m_fenceMark = mark;
        m_fenceLength = length;
        return true;
    }

    void search(qsizetype begin, qsizetype end)
    {
        for (qsizetype at = begin; at < end;) {
            if (m_prompt[at] == u'`')
                at = behindCode(at, end);
            else if (m_prompt[at] == u'/' && (at == begin || m_prompt[at - 1].isSpace()))
                at = word(at, end);
            else
                ++at;
        }
    }

    /// Behind the backticks that close what those at `at` open; behind these when nothing does on this line.
    qsizetype behindCode(qsizetype at, qsizetype lineEnd) const
    {
        const qsizetype end = qMin(lineEnd, at + longestCode);
        const QStringView text = m_prompt.first(end);
        const qsizetype length = runLength(text, at);
        for (qsizetype i = at + length; i < end;) {
            if (text[i] != u'`') {
                ++i;
                continue;
            }
            const qsizetype closing = runLength(text, i);
            i += closing;
            if (closing == length)
                return i;
        }
        return at + length;
    }

    /// Behind the word that begins with the slash at `at`, which may be a command.
    qsizetype word(qsizetype at, qsizetype end)
    {
        qsizetype begin = at + 1;
        if (at == m_start && begin < end && m_prompt[begin] == u'/')
            ++begin;
        else if (at == m_start)
            while (begin < end && (m_prompt[begin] == u' ' || m_prompt[begin] == u'\t'))
                ++begin;
        qsizetype wordEnd = begin;
        while (wordEnd < end && !m_prompt[wordEnd].isSpace())
            ++wordEnd;
        const QStringView whole = m_prompt.sliced(begin, wordEnd - begin);
        if (m_mentions.size() >= maximumMentions)
            return wordEnd;
        QStringView shorter = whole;
        while (!shorter.isEmpty() && isPunctuation(shorter.back()))
            shorter.chop(1);
        if (take(at, whole) || (shorter.size() < whole.size() && take(at, shorter)))
            return wordEnd;
        return begin > at + 1 ? at + 1 : wordEnd; // "/ /name": the second slash may begin one
    }

    bool take(qsizetype at, QStringView word)
    {
        const QString name = commandNameOf(word);
        if (name.isEmpty() || !m_isCommand(name))
            return false;
        endArguments(at);
        m_mentions.append({name, at, {}});
        m_argumentsBegin = word.end() - m_prompt.begin();
        endArguments(m_prompt.size());
        return true;
    }

    void endArguments(qsizetype end)
    {
        if (m_mentions.isEmpty())
            return;
        QStringView arguments = m_prompt.sliced(m_argumentsBegin, end - m_argumentsBegin);
        while (!arguments.isEmpty() && isPunctuation(arguments.front()))
            arguments = arguments.sliced(1);
        m_mentions.last().arguments = arguments.trimmed();
    }

    const QStringView m_prompt;
    const IsCommand &m_isCommand;
    QList<CommandMention> m_mentions;
    qsizetype m_start = 0; ///< of the text, behind white space
    qsizetype m_argumentsBegin = 0; ///< of the last mention
    QChar m_fenceMark;
    qsizetype m_fenceLength = 0; ///< 0: not in fenced code
};

} // namespace

QList<CommandMention> findCommands(QStringView prompt, const IsCommand &isCommand)
{
    return Search(prompt, isCommand).run();
}

} // namespace cpx
