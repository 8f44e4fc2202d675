// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/shellprogram.h"

#include "core/translate.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int maximumDepth = 16;

/// One pass over a program; the first obstacle ends it.
class Parser
{
public:
    explicit Parser(QStringView text)
        : m_text(text)
    {
    }

    ShellProgram run()
    {
        list(false);
        return std::move(m_result);
    }

private:
    bool isStopped() const { return !m_result.obstacle.isEmpty() || m_at >= m_text.size(); }
    QChar current() const { return m_text[m_at]; }
    bool follows(QStringView expected) const { return m_text.sliced(m_at).startsWith(expected); }
    void stop(const QString &obstacle) { m_result.obstacle = obstacle; }

    /// Commands up to the end, or to the parenthesis that closes a substitution.
    void list(bool isSubstitution)
    {
        if (++m_depth > maximumDepth)
            return stop(translate("cpx", "it is nested too deeply"));
        QString command;
        while (!isStopped()) {
            const QChar character = current();
            if (character == u')' && isSubstitution)
                break;
            if (character == u'&' && follows(u"&>"))
                redirection(command);
            else if (character == u';' || character == u'|' || character == u'&' || character == u'\n')
                end(command);
            else if (character == u'#' && (command.isEmpty() || command.back().isSpace()))
                comment();
            else
                part(command);
        }
        end(command);
        --m_depth;
    }

    void end(QString &command)
    {
        if (const QString text = command.trimmed(); !text.isEmpty())
            m_result.commands += text;
        command.clear();
        ++m_at;
    }

    void comment()
    {
        while (m_at < m_text.size() && current() != u'\n')
            ++m_at;
    }

    void part(QString &command)
    {
        const QChar character = current();
        if (character == u'\\')
            escaped(command);
        else if (character == u'\'')
            singleQuoted(command);
        else if (character == u'"')
            doubleQuoted(command);
        else if (character == u'$' || character == u'`')
            expansion(command);
        else if (character == u'<' || character == u'>')
            redirection(command);
        else if (character == u'(' || character == u')')
            stop(translate("cpx", "it has parentheses"));
        else
            command += m_text[m_at++];
    }

    void escaped(QString &command)
    {
        if (follows(u"\\\n")) {
            m_at += 2; // the line goes on
            command += u' ';
            return;
        }
        command += m_text.sliced(m_at, qMin(qsizetype(2), m_text.size() - m_at));
        m_at += 2;
    }

    void singleQuoted(QString &command)
    {
        const qsizetype closing = m_text.indexOf(u'\'', m_at + 1);
        if (closing < 0)
            return stop(translate("cpx", "a quote is not closed"));
        command += m_text.sliced(m_at, closing + 1 - m_at);
        m_at = closing + 1;
    }

    void doubleQuoted(QString &command)
    {
        command += m_text[m_at++];
        while (!isStopped() && current() != u'"') {
            if (current() == u'\\')
                escaped(command);
            else if (current() == u'$' || current() == u'`')
                expansion(command);
            else
                command += m_text[m_at++];
        }
        if (m_at >= m_text.size())
            return stop(translate("cpx", "a quote is not closed"));
        if (!isStopped())
            command += m_text[m_at++];
    }

    void expansion(QString &command)
    {
        if (current() == u'`')
            return stop(translate("cpx", "it has backticks"));
        if (follows(u"$(("))
            return stop(translate("cpx", "it calculates"));
        if (!follows(u"$(")) {
            command += m_text[m_at++];
            return;
        }
        const qsizetype begin = m_at;
        m_at += 2;
        list(true);
        if (!m_result.obstacle.isEmpty())
            return;
        // list() has stepped over the parenthesis, or over the end.
        if (m_at > m_text.size())
            return stop(translate("cpx", "a parenthesis is not closed"));
        command += m_text.sliced(begin, m_at - begin);
    }

    void redirection(QString &command)
    {
        if (follows(u"<(") || follows(u">("))
            return stop(translate("cpx", "it has parentheses"));
        if (follows(u"<<"))
            return stop(translate("cpx", "it has a text for input"));
        if (current() == u'<') {
            command += m_text[m_at++];
            return;
        }
        if (current() == u'&')
            ++m_at;
        if (command.size() > 1 && command.back().isDigit() && command.at(command.size() - 2).isSpace())
            command.chop(1); // the number of the output
        while (!isStopped() && current() == u'>')
            ++m_at;
        const bool isDuplicate = !isStopped() && current() == u'&';
        if (isDuplicate)
            ++m_at;
        while (!isStopped() && (current() == u' ' || current() == u'\t'))
            ++m_at;
        const qsizetype begin = m_at;
        while (!isStopped() && !current().isSpace() && !u";|&()<>\"'`$\\"_s.contains(current()))
            ++m_at;
        const QStringView target = m_text.sliced(begin, m_at - begin);
        if (isDuplicate ? target != u"1" && target != u"2" && target != u"-" : target != u"/dev/null")
            stop(translate("cpx", "it writes into a file"));
        command += u' ';
    }

    const QStringView m_text;
    qsizetype m_at = 0;
    int m_depth = 0;
    ShellProgram m_result;
};

bool matchesPattern(QStringView pattern, QStringView text)
{
    qsizetype p = 0;
    qsizetype t = 0;
    qsizetype star = -1; // the last one met
    qsizetype resume = 0; // where what it stands for would grow
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == u'*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star >= 0) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == u'*')
        ++p;
    return p == pattern.size();
}

bool matchesRule(QStringView rule, QStringView command)
{
    for (const QStringView suffix : {QStringView(u":*"), QStringView(u" *")}) {
        if (!rule.endsWith(suffix))
            continue;
        const QStringView prefix = rule.chopped(suffix.size());
        if (!prefix.contains(u'*'))
            return command.startsWith(prefix) && (command.size() == prefix.size() || command[prefix.size()].isSpace());
    }
    return rule.contains(u'*') ? matchesPattern(rule, command) : rule == command;
}

/// What is in the parentheses of the rules for the shell.
QStringList shellRules(const QStringList &allowedTools)
{
    QStringList rules;
    for (const QString &tool : allowedTools) {
        if (tool == u"Bash") {
            rules += u"*"_s;
        } else if (tool.startsWith(u"Bash("_s) && tool.endsWith(u')')) {
            const QString inner = tool.sliced(5, tool.size() - 6);
            for (const QString &rule : inner.split(u',', Qt::SkipEmptyParts))
                rules += rule.trimmed();
        }
    }
    return rules;
}

bool isArgumentsName(QStringView command)
{
    const auto blank = std::find_if(command.begin(), command.end(), [](QChar c) { return c.isSpace(); });
    return QStringView(command.begin(), blank).contains(u"${CODEX_PLUS_ARGUMENT"_s);
}

} // namespace

ShellProgram ShellProgram::of(QStringView program)
{
    return Parser(program).run();
}

bool ShellProgram::isSearch() const
{
    static const QStringList searches{u"grep"_s, u"egrep"_s, u"fgrep"_s, u"rg"_s, u"diff"_s, u"cmp"_s, u"test"_s, u"["_s, u"pgrep"_s};
    return obstacle.isEmpty() && !commands.isEmpty() && searches.contains(commands.constLast().section(u' ', 0, 0));
}

QString shellRefusal(QStringView program, const QStringList &allowedTools)
{
    const QStringList rules = shellRules(allowedTools);
    const ShellProgram parts = ShellProgram::of(program);
    for (const QString &command : parts.commands) {
        if (isArgumentsName(command))
            return translate("cpx", "the arguments would choose the program");
    }
    if (rules.contains(u"*"_s) || rules.contains(u":*"_s))
        return {};
    if (!parts.obstacle.isEmpty())
        return translate("cpx", "only Bash(*) in allowed-tools would allow it, as %1").arg(parts.obstacle);
    for (const QString &command : parts.commands) {
        const bool isAllowed = std::any_of(rules.begin(), rules.end(), [&](const QString &rule) { return matchesRule(rule, command); });
        if (!isAllowed)
            return translate("cpx", "allowed-tools has no rule for \"%1\"").arg(command);
    }
    return {};
}

} // namespace cpx
