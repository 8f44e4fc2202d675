// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QHostAddress>
#include <optional>

namespace cpx {

/// True for "localhost" and the loopback addresses.
bool isLoopbackHost(const QString &host);

/// Which addresses credentials may be sent to. A host name is under somebody else's control: it may point into the
/// user's own network or to the metadata service of a cloud, today or from the second lookup on (DNS rebinding).
/// A plain value.
struct AddressRules
{
    bool allowPrivate = false; ///< addresses of private networks (setting upstream.allowPrivate)
    bool allowLoopback = false; ///< this computer; only when the configured host says so itself

    /// These rules for one configured host: with loopback when it is loopback by name or literal.
    AddressRules forHost(const QString &host) const { return {allowPrivate, allowLoopback || isLoopbackHost(host)}; }

    /// Success, or Invalid with the reason. An IPv4 address inside an IPv6 one (mapped, compatible, NAT64, 6to4) is judged
    /// as the IPv4 address it leads to.
    Result<void> check(const QHostAddress &address) const;
};

/// The address a host is written as, without any lookup; nothing when it is a name. Takes what QUrl::host() returns, which
/// has decimal, octal, hexadecimal and short spellings in the ordinary form already.
std::optional<QHostAddress> literalAddress(const QString &host);

} // namespace cpx
