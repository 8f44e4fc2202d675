// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/definition/definitionhead.h"

#include "core/translate.h"

#include <algorithm>
#include <cctype>

namespace cpx {

namespace {

constexpr QByteArrayView specialCharacters("#{}[]&*!|>%@`");

QByteArrayView trimmed(QByteArrayView text)
{
    while (!text.isEmpty() && isspace(static_cast<unsigned char>(text.front())))
        text = text.sliced(1);
    while (!text.isEmpty() && isspace(static_cast<unsigned char>(text.back())))
        text.chop(1);
    return text;
}

struct KeyLine
{
    QByteArrayView key{};
    QByteArrayView value{}; ///< without blanks around it
};

/// A top-level line `key: value`; no key when it is something else.
KeyLine keyLineOf(QByteArrayView line)
{
    qsizetype end = 0;
    while (end < line.size() && (isalnum(static_cast<unsigned char>(line[end])) || line[end] == '-' || line[end] == '_'))
        ++end;
    const bool hasValue = end > 0 && end + 1 < line.size() && line[end] == ':' && (line[end + 1] == ' ' || line[end + 1] == '\t');
    if (!hasValue)
        return {};
    return {line.first(end), trimmed(line.sliced(end + 2))};
}

bool isQuoted(QByteArrayView value)
{
    return value.size() > 1 && (value.front() == '"' || value.front() == '\'') && value.front() == value.back();
}

bool isSpecial(QByteArrayView value)
{
    if (value.contains(QByteArrayView(": ")) || value.contains(QByteArrayView(":\t")))
        return true;
    return std::any_of(value.begin(), value.end(), [](char c) { return specialCharacters.contains(c); });
}

QByteArray repairedLine(QByteArrayView line)
{
    const KeyLine found = keyLineOf(line);
    if (!found.key.isEmpty() && !isQuoted(found.value) && isSpecial(found.value)) {
        QByteArray value = found.value.toByteArray();
        value.replace('\\', "\\\\").replace('"', "\\\"");
        return found.key.toByteArray() + ": \"" + value + '"';
    }
    QByteArray text = line.toByteArray();
    for (qsizetype i = 0; i < text.size() && (text[i] == ' ' || text[i] == '\t'); ++i)
        text[i] = ' ';
    return text;
}

template<typename Visit>
void forEachLine(QByteArrayView text, Visit visit)
{
    for (qsizetype begin = 0; begin < text.size();) {
        const qsizetype found = text.indexOf('\n', begin);
        const qsizetype end = found < 0 ? text.size() : found;
        visit(text.sliced(begin, end - begin));
        begin = end + 1;
    }
}

QByteArray repaired(QByteArrayView head)
{
    QByteArray text;
    forEachLine(head, [&text](QByteArrayView line) { text += repairedLine(line) + '\n'; });
    return text;
}

/// The values when `yaml` is a map, or empty and so a map of nothing.
std::variant<YamlValue, YamlValue::Failure> mapOf(QByteArrayView yaml)
{
    auto read = YamlValue::fromYaml(yaml);
    YamlValue *const value = std::get_if<YamlValue>(&read);
    if (value && value->kind == YamlValue::Kind::Null)
        value->kind = YamlValue::Kind::Map;
    if (value && value->kind != YamlValue::Kind::Map)
        return YamlValue::Failure{value->line, translate("cpx", "it has no keys: lines of the form key: value")};
    return read;
}

} // namespace

DefinitionHead DefinitionHead::of(QByteArrayView head)
{
    DefinitionHead result;
    auto read = mapOf(head);
    if (const YamlValue *value = std::get_if<YamlValue>(&read)) {
        result.verdict = Verdict::Valid;
        result.values = *value;
        return result;
    }
    result.failure = std::get<YamlValue::Failure>(read);
    result.verdict = Verdict::Broken;
    result.values.kind = YamlValue::Kind::Map;
    if (head.contains(QByteArrayView("\r\n")))
        return result;
    auto again = mapOf(repaired(head));
    if (const YamlValue *value = std::get_if<YamlValue>(&again)) {
        result.verdict = Verdict::Repaired;
        result.values = *value;
    }
    return result;
}

QString writtenValue(QByteArrayView head, QByteArrayView key)
{
    QString written;
    forEachLine(head, [&](QByteArrayView line) {
        if (const KeyLine found = keyLineOf(line); found.key == key)
            written = QString::fromUtf8(found.value); // of a key that repeats, the last
    });
    return written;
}

} // namespace cpx
