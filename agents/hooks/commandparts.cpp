// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/commandparts.h"

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype mostWords = 1000;

/// Walks over a command line and knows what is quoted.
class ShellText
{
public:
    explicit ShellText(QStringView text)
        : m_text(text)
    {
    }

    bool atEnd() const { return m_at >= m_text.size(); }
    bool isOpen() const { return m_quote != QChar(); } ///< inside quotes
    QChar quote() const { return m_quote; }

    struct Step
    {
        QChar character{}; ///< null: a quote mark, which is no character of a word
        bool isQuoted = false;
    };
    Step next()
    {
        const QChar c = m_text[m_at++];
        if (m_quote == u'\'') {
            if (c != u'\'')
                return {c, true};
            m_quote = {};
            return {};
        }
        if (c == u'\\' && m_at < m_text.size()) {
            if (m_quote == u'"' && !u"$`\"\\\n"_s.contains(m_text[m_at]))
                return {c, true};
            return {m_text[m_at++], true};
        }
        if (c == m_quote) {
            m_quote = {};
            return {};
        }
        if (!isOpen() && (c == u'\'' || c == u'"')) {
            m_quote = c;
            return {};
        }
        return {c, isOpen() && c != u'$' && c != u'`'}; // these mean something in double quotes
    }
    QChar peek() const { return atEnd() ? QChar() : m_text[m_at]; }
    void skip() { ++m_at; }
    qsizetype at() const { return m_at; }

private:
    QStringView m_text;
    qsizetype m_at = 0;
    QChar m_quote;
};

bool isAssignment(QStringView word)
{
    const qsizetype equals = word.indexOf(u'=');
    return equals > 0 && !word.front().isDigit() && std::all_of(word.begin(), word.begin() + equals, [](QChar c) {
        return c == u'_' || (c.unicode() < 128 && c.isLetterOrNumber());
    });
}

/// The first word and what follows it, quotes as they are.
std::pair<QString, QString> firstWord(const QString &part)
{
    ShellText text(part);
    while (!text.atEnd()) {
        const qsizetype before = text.at();
        const auto step = text.next();
        if (!step.isQuoted && step.character.isSpace())
            return {part.first(before), part.sliced(before).trimmed()};
    }
    return {part, QString()};
}

QString withoutAssignments(QString part)
{
    for (;;) {
        const auto [word, rest] = firstWord(part);
        if (rest.isEmpty() || !isAssignment(word))
            return part;
        part = rest;
    }
}

/// What a wrapper runs; empty when the part is no wrapper.
QString wrapped(const QString &part)
{
    static const QStringList wrappers{u"timeout"_s, u"time"_s, u"nice"_s, u"nohup"_s, u"stdbuf"_s,
                                      u"command"_s, u"builtin"_s, u"noglob"_s, u"xargs"_s};
    auto [word, rest] = firstWord(part);
    if (!wrappers.contains(word))
        return {};
    for (;;) { // its options and, of timeout and nice, a number
        const auto [option, more] = firstWord(rest);
        if (option.isEmpty() || (option.front() != u'-' && !option.front().isDigit()))
            return withoutAssignments(rest);
        rest = more;
    }
}

void addPart(const QString &text, QStringList &parts)
{
    QString part = withoutAssignments(text.trimmed());
    for (int depth = 0; !part.isEmpty() && depth < 8; ++depth) {
        parts += part;
        part = wrapped(part);
    }
}

QStringList separatedWords(const QString &line)
{
    QStringList words;
    QString word;
    ShellText text(line);
    const auto end = [&] {
        if (!word.isEmpty())
            words += word;
        word.clear();
    };
    while (!text.atEnd()) {
        const auto [c, isQuoted] = text.next();
        if (c.isNull())
            continue;
        if (!isQuoted && (c.isSpace() || u";|&()<>`"_s.contains(c)))
            end();
        else
            word += c;
    }
    end();
    return words;
}

} // namespace

std::optional<QStringList> commandParts(const QString &line)
{
    QStringList parts;
    ShellText text(line);
    qsizetype begin = 0;
    QChar previous;
    while (!text.atEnd()) {
        const qsizetype before = text.at();
        const auto [c, isQuoted] = text.next();
        if (isQuoted || c.isNull()) {
            previous = {};
            continue;
        }
        if (c == u'`' || (c == u'$' && text.peek() == u'(') || (!text.isOpen() && (c == u'(' || c == u')' || c == u'{' || c == u'}'))
            || (c == u'<' && text.peek() == u'<'))
            return std::nullopt;
        const bool isRedirection = c == u'&' && (previous == u'>' || previous == u'<' || text.peek() == u'>');
        if (!text.isOpen() && !isRedirection && u";|&\n"_s.contains(c)) {
            addPart(line.sliced(begin, before - begin), parts);
            while (u"|&"_s.contains(text.peek()) && !text.atEnd())
                text.skip();
            begin = text.at();
        }
        previous = c;
    }
    if (text.isOpen())
        return std::nullopt;
    addPart(line.sliced(begin), parts);
    return parts;
}

QStringList commandWords(const QString &line)
{
    QStringList words = separatedWords(line);
    // Quoted text may be a command line itself: bash -c 'node x.js'; and a name may follow an equals sign.
    for (qsizetype i = 0; i < words.size() && words.size() < mostWords; ++i) {
        const QString inner = QString(words.at(i)).replace(u'=', u' ');
        for (const QString &part : separatedWords(inner)) {
            if (!words.contains(part))
                words += part;
        }
    }
    return words;
}

std::optional<QStringList> plainCommandWords(const QString &line)
{
    QStringList words;
    QString word;
    bool isWord = false;
    ShellText text(line);
    while (!text.atEnd()) {
        const bool wasOpen = text.isOpen();
        const auto [c, isQuoted] = text.next();
        if (c.isNull() || isQuoted) {
            isWord = true;
            if (!c.isNull())
                word += c;
        } else if (c.isSpace() && !wasOpen) {
            if (c == u'\n')
                return std::nullopt;
            if (isWord)
                words += word;
            word.clear();
            isWord = false;
        } else if (u";|&()<>`$*?[]{}~#!\n"_s.contains(c)) {
            return std::nullopt;
        } else {
            word += c;
            isWord = true;
        }
    }
    if (text.isOpen())
        return std::nullopt;
    if (isWord)
        words += word;
    if (words.isEmpty() || isAssignment(words.constFirst()))
        return std::nullopt;
    return words;
}

} // namespace cpx
