// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redaction.h"

#include <QRegularExpression>
#include <QString>
#include <array>
#include <string_view>

namespace cpx {

namespace {

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

const QRegularExpression &credentialPattern()
{
    using namespace Qt::StringLiterals;
    // Alternatives, each with the part to keep in a group: name/value pairs of JSON and of headers, whose value goes
    // on to the closing quote or the end of the line; an authorization scheme and its credentials; API keys and session
    // tokens by their prefix; JWTs; secret query values; user info in URLs; other name/value pairs. Repetitions inside a
    // name are bounded: the time must not grow with the square of a line somebody else wrote.
    static const QRegularExpression pattern(
        u"(?<quoted>\\b(?:(?:proxy-)?authorization|(?:set-)?cookie|x-api-key|api[-_]?key|access[-_]?token|"
        u"refresh[-_]?token|id[-_]?token|client[-_]?secret|password)\\\\?\"?\\s*[:=]\\s*\\\\?\")(?:[^\"\\\\]++|\\\\.)++"
        u"|(?<header>\\b(?:(?:proxy-)?authorization|(?:set-)?cookie)\"?[ \\t]*[:=][ \\t]*)[^\\s\"][^\\r\\n\"]*+"
        u"|(?<scheme>\\b(?:Bearer|Basic|Token)\\s+)(?!(?:Bearer|Basic|Token)\\s)[A-Za-z0-9._~+/=-]{6,}"
        u"|\\b(?:sk-|sess-|rt_|ghp_|gho_|github_pat_|xox[abp]-)[A-Za-z0-9_-]{6,}"
        u"|\\beyJ[A-Za-z0-9_-]{6,}(?:\\.[A-Za-z0-9_-]*){0,2}"
        u"|(?<query>[?&][A-Za-z0-9_.-]{0,64}?(?:key|token|code|password|secret)[A-Za-z0-9_.-]{0,64}=)[^&\\s\"#]+"
        u"|(?<url>://)[^/\\s\"@]+@"
        u"|(?<pair>\\b(?:x-api-key|api[-_]?key|access[-_]?token|refresh[-_]?token|id[-_]?token|client[-_]?secret|"
        u"password)\"?[ \\t]*[:=][ \\t]*)(?!(?:Bearer|Basic|Token)\\s)[^\\s\",;]+"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    return pattern;
}

} // namespace

bool isSecretName(QByteArrayView name)
{
    const QByteArray lower = name.toByteArray().toLower();
    const std::string_view text(lower.constData(), size_t(lower.size()));
    // "x-codex-…-tokens" style counters are no credentials; singular "token" is.
    static constexpr std::array exact{"code", "cookie", "set-cookie", "password", "chatgpt-account-id"};
    for (const std::string_view known : exact) {
        if (text == known)
            return true;
    }
    return contains(text, "authorization") || contains(text, "secret") || contains(text, "password")
        || contains(text, "api-key") || contains(text, "api_key") || contains(text, "apikey")
        || (contains(text, "token") && !contains(text, "tokens")) || text == "key" || text.ends_with("-key")
        || text.ends_with("_key");
}

QByteArray redacted(QByteArrayView text)
{
    const QString input = QString::fromUtf8(text);
    QString output;
    qsizetype end = 0;
    auto matches = credentialPattern().globalMatch(input);
    if (!matches.hasNext())
        return text.toByteArray();
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        output += QStringView(input).sliced(end, match.capturedStart() - end);
        for (const char *group : {"quoted", "header", "scheme", "query", "url", "pair"})
            output += match.captured(QLatin1StringView(group));
        output += QLatin1StringView(redactedMark);
        if (match.capturedLength(u"url") > 0)
            output += u'@';
        end = match.capturedEnd();
    }
    output += QStringView(input).sliced(end);
    return output.toUtf8();
}

} // namespace cpx
