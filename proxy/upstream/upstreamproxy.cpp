// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/upstreamproxy.h"

#include "core/translate.h"
#include "proxy/upstream/addressrules.h"

#include <QHostAddress>
#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr quint16 curlPort = 1080; ///< what curl takes when the environment names no port

/// What a message may repeat of a proxy's URL: scheme, host and port.
Error invalid(const QString &origin, const QString &reason)
{
    return {Error::Code::Invalid, translate("cpx", "%1: %2; write http://host:port").arg(origin, reason)};
}

/// `defaultPort` 0: the port must be given.
Result<ProxyServer> parseServer(const QString &text, const QString &origin, quint16 defaultPort)
{
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return invalid(origin, translate("cpx", "this is no URL of a host"));
    if (url.scheme() != u"http")
        return invalid(origin, translate("cpx", "only proxies reached by http are supported, not %1").arg(url.scheme()));
    const int port = url.port(defaultPort);
    if (port <= 0)
        return invalid(origin, translate("cpx", "the port is missing or 0"));
    if ((!url.path().isEmpty() && url.path() != u"/") || url.hasQuery() || url.hasFragment())
        return invalid(origin, translate("cpx", "there is something after the port"));
    return ProxyServer{url.host(QUrl::FullyEncoded), quint16(port), url.userName(QUrl::FullyDecoded), url.password(QUrl::FullyDecoded)};
}

/// The first of the variables that is set and not empty.
std::optional<std::pair<QString, QString>> firstOf(const QProcessEnvironment &environment, const QStringList &names)
{
    for (const QString &name : names) {
        if (const QString value = environment.value(name); !value.isEmpty())
            return std::pair(name, value);
    }
    return std::nullopt;
}

bool isException(const QString &entry, const QString &host)
{
    if (const auto address = literalAddress(host)) {
        const auto [network, prefix] = QHostAddress::parseSubnet(entry);
        const auto single = literalAddress(entry);
        return (single && *single == *address) || (entry.contains(u'/') && prefix >= 0 && address->isInSubnet(network, prefix));
    }
    QString name = entry;
    while (name.startsWith(u'.'))
        name.remove(0, 1);
    return !name.isEmpty()
        && (host.compare(name, Qt::CaseInsensitive) == 0 || host.endsWith(u'.' + name, Qt::CaseInsensitive));
}

} // namespace

Result<UpstreamProxy> UpstreamProxy::fromText(const QString &text, const QProcessEnvironment &environment)
{
    UpstreamProxy proxy;
    if (text.isEmpty())
        return proxy;
    if (text != u"environment") {
        auto server = parseServer(text, u"upstream.httpProxy"_s, 0);
        if (!server)
            return server.error();
        proxy.m_server = *server;
        return proxy;
    }
    // Upstreams without TLS are loopback ones, which no proxy is for: HTTP_PROXY never applies.
    const auto found = firstOf(environment, {u"https_proxy"_s, u"HTTPS_PROXY"_s, u"all_proxy"_s, u"ALL_PROXY"_s});
    if (!found)
        return proxy;
    const auto &[name, value] = *found;
    auto server = parseServer(value.contains(u"://"_s) ? value : u"http://"_s + value, name, curlPort);
    if (!server)
        return server.error();
    proxy.m_server = *server;
    if (const auto exceptions = firstOf(environment, {u"no_proxy"_s, u"NO_PROXY"_s})) {
        static const QRegularExpression separators(u"[,\\s]+"_s);
        proxy.m_exceptions = exceptions->second.split(separators, Qt::SkipEmptyParts);
    }
    return proxy;
}

std::optional<ProxyServer> UpstreamProxy::serverFor(const QUrl &base) const
{
    if (!m_server)
        return std::nullopt;
    const QString host = base.host(QUrl::FullyEncoded);
    const bool isExcepted = isLoopbackHost(host) || m_exceptions == QStringList{u"*"_s}
        || std::any_of(m_exceptions.cbegin(), m_exceptions.cend(), [&](const QString &entry) { return isException(entry, host); });
    return isExcepted ? std::nullopt : m_server;
}

} // namespace cpx
