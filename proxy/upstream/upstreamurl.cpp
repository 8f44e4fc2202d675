// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/upstreamurl.h"

#include "core/translate.h"
#include "proxy/upstream/addressrules.h"

#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

/// What a message may repeat of a text that is no good URL: nothing that could be a password. Works on the text, since
/// where user information ends is what a parser cannot tell here.
QString withoutSecrets(const QString &text)
{
    static const QRegularExpression userInfo(u"^([A-Za-z][A-Za-z0-9+.-]*:/*)?.*@"_s, QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression noPort(u"^([^/:]*://[^/:\\[]*:)(?!\\d*(?:/|$))[^/]*"_s);
    QString shown = text;
    if (const auto match = userInfo.match(text); match.hasMatch()) {
        const QString scheme = match.captured(1);
        shown = (scheme.endsWith(u'/') ? scheme : QString()) + u"***@"_s + text.sliced(match.capturedEnd());
    }
    const auto end = std::find_if(shown.cbegin(), shown.cend(), [](QChar c) { return c == u'?' || c == u'#'; });
    shown.truncate(end - shown.cbegin());
    return shown.replace(noPort, u"\\1***"_s);
}

/// A name whose last label is a number, but no address: what becomes of it is up to whoever looks it up.
bool looksLikeAnAddress(const QString &host)
{
    static const QRegularExpression number(u"(^|\\.)([0-9]+|0x[0-9a-f]*)$"_s, QRegularExpression::CaseInsensitiveOption);
    return number.match(host).hasMatch();
}

} // namespace

Result<QUrl> parseUpstreamUrl(const QString &text, bool allowPrivate)
{
    QUrl url(text, QUrl::StrictMode);
    const auto invalid = [&](const QString &reason) {
        const bool isLookalike = url.isValid() && std::any_of(text.cbegin(), text.cend(), [](QChar c) { return c.unicode() > 127; });
        const QString shown = isLookalike ? url.toString(QUrl::FullyEncoded) : text;
        return Error{Error::Code::Invalid,
                     translate("cpx", "the upstream URL \"%1\" cannot be used: %2").arg(withoutSecrets(shown), reason)};
    };
    if (!url.isValid() || url.host().isEmpty())
        return invalid(translate("cpx", "it is no URL of a host; write it like https://api.openai.com/v1"));
    if (url.scheme() != u"https" && url.scheme() != u"http")
        return invalid(translate("cpx", "its scheme is neither https nor http; write https://"));
    if (url.authority().contains(u'@'))
        return invalid(translate("cpx", "it contains a user name or password; remove them"));
    if (url.hasQuery() || url.hasFragment())
        return invalid(translate("cpx", "it has a query or fragment; end it with the path"));
    if (url.port() == 0)
        return invalid(translate("cpx", "its port is 0; use one from 1 to 65535"));
    if (url.scheme() == u"http" && !isLoopbackHost(url.host()))
        return invalid(translate("cpx", "http would send your credentials in the clear; use https"));
    const QString host = url.host(QUrl::FullyEncoded);
    if (host.endsWith(u'.'))
        return invalid(translate("cpx", "its host ends with a dot; remove it"));
    if (const auto address = literalAddress(host)) {
        if (auto good = AddressRules{allowPrivate}.forHost(host).check(*address); !good)
            return invalid(good.error().message);
    } else if (looksLikeAnAddress(host)) {
        return invalid(translate("cpx", "its host is neither a name nor a valid address; correct it"));
    }
    QString path = url.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path, QUrl::StrictMode);
    return url;
}

QString originText(const QUrl &url)
{
    return url.toString(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo | QUrl::EncodeUnicode);
}

} // namespace cpx
