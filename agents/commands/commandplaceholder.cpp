// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commandplaceholder.h"

#include "agents/commands/commandarguments.h"

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

using Kind = CommandPlaceholder::Kind;

constexpr qsizetype maximumDigits = 4;

bool isWordCharacter(QChar character)
{
    return character.isLetterOrNumber() || character == u'_';
}

bool endsWord(QStringView text, qsizetype at)
{
    return at >= text.size() || !isWordCharacter(text[at]);
}

qsizetype digitsFrom(QStringView text, qsizetype at)
{
    qsizetype end = at;
    while (end < text.size() && text[end] >= u'0' && text[end] <= u'9')
        ++end;
    return end - at;
}

bool hasNumber(QStringView body, QStringView number)
{
    for (qsizetype at = body.indexOf(number); at >= 0; at = body.indexOf(number, at + 1)) {
        if (endsWord(body, at + number.size()))
            return true;
    }
    return false;
}

int firstNumber(FirstArgument wish, QStringView body)
{
    if (wish == FirstArgument::Auto)
        return hasNumber(body, u"$1") && !hasNumber(body, u"$0") ? 1 : 0;
    return wish == FirstArgument::One ? 1 : 0;
}

} // namespace

CommandPlaceholders::CommandPlaceholders(const CommandValues &values, QStringView body)
    : m_values(values)
    , m_words(splitArguments(values.arguments))
    , m_first(firstNumber(values.firstArgument, body))
{
}

std::optional<CommandPlaceholder> CommandPlaceholders::at(QStringView text, qsizetype at) const
{
    const QStringView rest = text.sliced(at);
    if (auto found = keyword(rest))
        return found;
    if (auto found = number(rest))
        return found;
    if (auto found = variable(rest))
        return found;
    return name(rest);
}

CommandPlaceholder CommandPlaceholders::argument(int index, qsizetype length) const
{
    return {Kind::One, index, m_words.value(index), length};
}

std::optional<CommandPlaceholder> CommandPlaceholders::keyword(QStringView rest) const
{
    constexpr QStringView all = u"$ARGUMENTS";
    constexpr QStringView raw = u"$_raw_args";
    if (m_values.hasRawArguments && rest.startsWith(raw) && endsWord(rest, raw.size()))
        return CommandPlaceholder{Kind::All, 0, m_values.arguments, raw.size()};
    if (!rest.startsWith(all))
        return std::nullopt;
    if (rest.size() > all.size() && rest[all.size()] == u'[') {
        const qsizetype digits = digitsFrom(rest, all.size() + 1);
        const qsizetype end = all.size() + 1 + digits;
        if (digits > 0 && digits <= maximumDigits && end < rest.size() && rest[end] == u']')
            return argument(rest.sliced(all.size() + 1, digits).toInt(), end + 1);
    }
    return CommandPlaceholder{Kind::All, 0, m_values.arguments, all.size()};
}

std::optional<CommandPlaceholder> CommandPlaceholders::number(QStringView rest) const
{
    const qsizetype digits = digitsFrom(rest, 1);
    if (digits == 0 || digits > maximumDigits || !endsWord(rest, 1 + digits))
        return std::nullopt;
    const int index = rest.sliced(1, digits).toInt() - m_first;
    if (index < 0)
        return std::nullopt;
    return argument(index, 1 + digits);
}

std::optional<CommandPlaceholder> CommandPlaceholders::name(QStringView rest) const
{
    std::optional<CommandPlaceholder> longest;
    for (int i = 0; i < m_values.names.size(); ++i) {
        const QString &name = m_values.names.at(i);
        const bool isHere = !name.isEmpty() && rest.sliced(1).startsWith(name) && endsWord(rest, 1 + name.size());
        if (isHere && (!longest || longest->length < 1 + name.size()))
            longest = argument(i, 1 + name.size());
    }
    return longest;
}

std::optional<CommandPlaceholder> CommandPlaceholders::variable(QStringView rest) const
{
    if (!rest.startsWith(u"${"))
        return std::nullopt;
    const qsizetype end = rest.indexOf(u'}');
    if (end < 0)
        return std::nullopt;
    const QString value = m_values.variables.value(rest.sliced(2, end - 2).toString());
    if (value.isEmpty())
        return std::nullopt;
    return CommandPlaceholder{Kind::Variable, 0, value, end + 1};
}

} // namespace cpx
