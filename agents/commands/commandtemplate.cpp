// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commandtemplate.h"

#include "agents/commands/commandplaceholder.h"

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

using Kind = CommandPlaceholder::Kind;

const QString allArguments = u"CODEX_PLUS_ARGUMENTS"_s;
const QString oneArgument = u"CODEX_PLUS_ARGUMENT_"_s;

qsizetype backslashesBefore(QStringView text, qsizetype at)
{
    qsizetype begin = at;
    while (begin > 0 && text[begin - 1] == u'\\')
        --begin;
    return at - begin;
}

bool beginsWord(QStringView text, qsizetype at)
{
    return at == 0 || text[at - 1].isSpace();
}

bool beginsLine(QStringView text, qsizetype at)
{
    return at == 0 || text[at - 1] == u'\n';
}

class Filler
{
public:
    Filler(const QString &body, const CommandValues &values)
        : m_body(body)
        , m_values(values)
        , m_placeholders(values, body)
    {
        for (auto it = values.variables.begin(); it != values.variables.end(); ++it)
            m_result.environment.insert(it.key(), it.value());
    }

    CommandText run()
    {
        qsizetype done = 0;
        for (qsizetype at = 0; at < m_body.size();) {
            const Program program = programAt(at);
            if (program.end == 0) {
                ++at;
                continue;
            }
            addText(m_body.sliced(done, at - done));
            addShell(program.code, m_body.sliced(at, program.end - at));
            at = done = program.end;
        }
        addText(m_body.sliced(done));
        if (!m_isUsed && !m_values.arguments.isEmpty())
            m_result.pieces.append({false, u"\n\nARGUMENTS: "_s + m_values.arguments, {}});
        return std::move(m_result);
    }

private:
    struct Program
    {
        QStringView code{};
        qsizetype end = 0; ///< behind it; 0: there is none
    };

    Program programAt(qsizetype at) const
    {
        if (m_body[at] == u'!' && beginsWord(m_body, at) && at + 1 < m_body.size() && m_body[at + 1] == u'`') {
            const qsizetype end = m_body.indexOf(u'`', at + 2);
            if (end > at + 2 && !m_body.sliced(at, end - at).contains(u'\n'))
                return {m_body.sliced(at + 2, end - at - 2), end + 1};
        }
        if (m_body[at] == u'`' && beginsLine(m_body, at) && m_body.sliced(at).startsWith(u"```!"))
            return fencedAt(at);
        return {};
    }

    Program fencedAt(qsizetype at) const
    {
        const qsizetype begin = m_body.indexOf(u'\n', at) + 1;
        if (begin == 0 || !m_body.sliced(at + 4, begin - at - 4).trimmed().isEmpty())
            return {};
        for (qsizetype line = begin; line < m_body.size();) {
            const qsizetype found = m_body.indexOf(u'\n', line);
            const qsizetype end = found < 0 ? m_body.size() : found;
            if (m_body.sliced(line, end - line).trimmed() == u"```")
                return {m_body.sliced(begin, line - begin), end};
            line = end + 1;
        }
        return {};
    }

    void addText(QStringView text)
    {
        if (text.isEmpty())
            return;
        QString filled;
        filled.reserve(text.size() + m_values.arguments.size());
        qsizetype done = 0;
        for (qsizetype at = text.indexOf(u'$'); at >= 0; at = text.indexOf(u'$', qMax(at + 1, done))) {
            const auto found = m_placeholders.at(text, at);
            if (!found)
                continue;
            const bool isEscaped = found->kind != Kind::Variable && backslashesBefore(text, at) % 2 == 1;
            filled += text.sliced(done, at - done - (isEscaped ? 1 : 0));
            filled += isEscaped ? text.sliced(at, found->length) : QStringView(found->value);
            done = at + found->length;
            m_isUsed = m_isUsed || (!isEscaped && found->kind != Kind::Variable);
        }
        filled += text.sliced(done);
        m_result.pieces.append({false, filled, {}});
    }

    /// Variables take the places of the arguments, except within single quotes and behind a backslash: there the shell would not
    /// look at them either.
    void addShell(QStringView code, QStringView written)
    {
        QString program;
        QChar quote;
        for (qsizetype at = 0; at < code.size(); ++at) {
            const QChar character = code[at];
            const bool isLiteral = quote == u'\'';
            if (character == u'\\' && at + 1 < code.size()) {
                // A template's author writes '\$1' to keep it: the backslash is for us, as the shell would leave it there.
                if (!isLiteral || code[at + 1] != u'$' || !m_placeholders.at(code, at + 1))
                    program += character;
                if (!isLiteral || code[at + 1] == u'$')
                    program += code[++at];
            } else if (character == u'$' && !isLiteral && addVariable(program, code, at)) {
                continue;
            } else if (character == u'#' && quote.isNull() && beginsWord(code, at)) {
                const qsizetype found = code.indexOf(u'\n', at);
                const qsizetype end = found < 0 ? code.size() : found;
                program += code.sliced(at, end - at);
                at = end - 1;
            } else {
                if (character == quote)
                    quote = QChar();
                else if (quote.isNull() && (character == u'\'' || character == u'"'))
                    quote = character;
                program += character;
            }
        }
        m_result.pieces.append({true, program, written.toString()});
    }

    /// True when there is a placeholder at `at`, which is moved to its last character.
    bool addVariable(QString &program, QStringView code, qsizetype &at)
    {
        const auto found = m_placeholders.at(code, at);
        if (!found || found->kind == Kind::Variable) // the environment has these by their own names
            return false;
        const QString name = found->kind == Kind::All ? allArguments : oneArgument + QString::number(found->index);
        m_result.environment.insert(name, found->value);
        program += u"${"_s + name + u'}';
        at += found->length - 1;
        m_isUsed = true;
        return true;
    }

    const QStringView m_body;
    const CommandValues &m_values;
    const CommandPlaceholders m_placeholders;
    CommandText m_result;
    bool m_isUsed = false; ///< some placeholder was
};

} // namespace

CommandText CommandText::of(const QString &body, const CommandValues &values)
{
    return Filler(body, values).run();
}

} // namespace cpx
