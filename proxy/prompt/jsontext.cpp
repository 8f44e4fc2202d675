// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/jsontext.h"

#include <optional>

namespace cpx {

namespace {

std::optional<char16_t> hexUnit(QByteArrayView digits)
{
    if (digits.size() < 4)
        return std::nullopt;
    char16_t unit = 0;
    for (qsizetype i = 0; i < 4; ++i) {
        const char digit = digits[i];
        if (digit >= '0' && digit <= '9')
            unit = char16_t(unit * 16 + (digit - '0'));
        else if ((digit | 0x20) >= 'a' && (digit | 0x20) <= 'f')
            unit = char16_t(unit * 16 + ((digit | 0x20) - 'a' + 10));
        else
            return std::nullopt;
    }
    return unit;
}

/// Takes an escape from the front of `rest`, which begins with a backslash.
char16_t takeEscape(QByteArrayView &rest)
{
    const char kind = rest.size() > 1 ? rest[1] : '\0';
    if (kind == 'u') {
        const auto unit = hexUnit(rest.sliced(2));
        rest = rest.sliced(unit ? 6 : 2);
        return unit.value_or(QChar::ReplacementCharacter);
    }
    rest = rest.sliced(qMin<qsizetype>(2, rest.size()));
    switch (kind) {
    case '"': return u'"';
    case '\\': return u'\\';
    case '/': return u'/';
    case 'b': return u'\b';
    case 'f': return u'\f';
    case 'n': return u'\n';
    case 'r': return u'\r';
    case 't': return u'\t';
    default: return QChar::ReplacementCharacter;
    }
}

bool isStringToken(QByteArrayView token)
{
    return token.size() >= 2 && token.front() == '"' && token.back() == '"';
}

void appendEscaped(QByteArray &json, char16_t unit)
{
    switch (unit) {
    case u'"': json += "\\\""; return;
    case u'\\': json += "\\\\"; return;
    case u'\n': json += "\\n"; return;
    case u'\r': json += "\\r"; return;
    case u'\t': json += "\\t"; return;
    default: json += "\\u" + QByteArray::number(unit, 16).rightJustified(4, '0');
    }
}

/// How many units from `at` on are one character that JSON takes as it is; 0: it has to be escaped.
qsizetype plainLength(QStringView text, qsizetype at)
{
    const QChar unit = text[at];
    if (unit.isHighSurrogate())
        return at + 1 < text.size() && text[at + 1].isLowSurrogate() ? 2 : 0;
    return unit.isLowSurrogate() || unit < u' ' || unit == u'"' || unit == u'\\' ? 0 : 1;
}

} // namespace

QByteArray jsonString(QStringView text)
{
    QByteArray json;
    json.reserve(text.size() + text.size() / 8 + 2);
    json += '"';
    qsizetype plain = 0; // where a run that needs no escape began
    for (qsizetype i = 0; i < text.size();) {
        if (const qsizetype length = plainLength(text, i)) {
            i += length;
            continue;
        }
        json += text.sliced(plain, i - plain).toUtf8();
        appendEscaped(json, text[i].unicode());
        plain = ++i;
    }
    json += text.sliced(plain).toUtf8();
    json += '"';
    return json;
}

QString textFromJson(QByteArrayView inside, qsizetype longest)
{
    // A run is cut where `longest` bytes are, and to whole characters: no more has to be decoded.
    QString text;
    while (!inside.isEmpty() && text.size() < longest) {
        if (inside.front() == '\\') {
            text += QChar(takeEscape(inside));
            continue;
        }
        const qsizetype escape = inside.indexOf('\\');
        qsizetype run = escape < 0 ? inside.size() : escape;
        const qsizetype wanted = longest - text.size();
        if (run / 4 > wanted) {
            run = wanted * 4;
            while (run < inside.size() && (uchar(inside[run]) & 0xc0) == 0x80)
                ++run;
        }
        text += QString::fromUtf8(inside.first(run));
        inside = inside.sliced(run);
    }
    return text.size() > longest ? text.first(longest) : text;
}

QString stringFromJson(QByteArrayView token, qsizetype longest)
{
    return isStringToken(token) ? textFromJson(token.sliced(1, token.size() - 2), longest) : QString();
}

bool jsonStringEquals(QByteArrayView token, QByteArrayView text)
{
    if (!isStringToken(token))
        return false;
    const QByteArrayView inside = token.sliced(1, token.size() - 2);
    if (!inside.contains('\\'))
        return inside == text;
    return textFromJson(inside).toUtf8() == text;
}

} // namespace cpx
