// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QProcessEnvironment>
#include <QStringList>
#include <QUrl>
#include <optional>

namespace cpx {

/// An HTTP proxy that opens tunnels (CONNECT).
struct ProxyServer
{
    QString host{};
    quint16 port = 0;
    QString user{}; ///< empty: no credentials
    QString password{}; ///< a secret: never shown, logged or part of a status

    friend bool operator==(const ProxyServer &, const ProxyServer &) = default;
};

/// Which HTTP proxy, if any, leads to an upstream (setting upstream.httpProxy). Never one for a loopback upstream. A plain
/// value; by default there is none.
class UpstreamProxy
{
public:
    /// `text`: empty: none; http://[user:password@]host:port; or "environment": HTTPS_PROXY, ALL_PROXY and NO_PROXY, in
    /// lower case first, as curl reads them. Invalid says what is wrong, without the password.
    static Result<UpstreamProxy> fromText(const QString &text, const QProcessEnvironment &environment);

    /// Unset: connect directly.
    std::optional<ProxyServer> serverFor(const QUrl &base) const;

private:
    std::optional<ProxyServer> m_server;
    QStringList m_exceptions; ///< NO_PROXY: names with their subdomains, addresses, networks; "*" is everything
};

} // namespace cpx
