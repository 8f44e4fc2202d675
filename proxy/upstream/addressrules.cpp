// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/addressrules.h"

#include "core/translate.h"

#include <array>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

enum class Kind { Loopback, Private, Metadata, LinkLocal, Multicast, Broadcast, Unspecified, Reserved };

struct Range
{
    Range(const char *first, int bits, Kind what)
        : network(QLatin1StringView(first))
        , prefix(bits)
        , kind(what)
    {
    }

    QHostAddress network;
    int prefix;
    Kind kind;
};

/// The first match counts. From the IANA special-purpose address registries (RFC 6890) and the documentation of clouds.
const auto &ranges()
{
    static const std::array table = {
        Range{"169.254.169.254", 32, Kind::Metadata}, // most clouds
        Range{"169.254.170.2", 32, Kind::Metadata}, // credentials of containers
        Range{"169.254.170.23", 32, Kind::Metadata},
        Range{"100.100.100.200", 32, Kind::Metadata},
        Range{"168.63.129.16", 32, Kind::Metadata}, // the only one that looks public
        Range{"192.0.0.192", 32, Kind::Metadata},
        Range{"fd00:ec2::254", 128, Kind::Metadata},
        Range{"fd00:ec2::23", 128, Kind::Metadata},
        Range{"fd20:ce::254", 128, Kind::Metadata},
        Range{"0.0.0.0", 8, Kind::Unspecified},
        Range{"127.0.0.0", 8, Kind::Loopback},
        Range{"169.254.0.0", 16, Kind::LinkLocal},
        Range{"10.0.0.0", 8, Kind::Private},
        Range{"172.16.0.0", 12, Kind::Private},
        Range{"192.168.0.0", 16, Kind::Private},
        Range{"100.64.0.0", 10, Kind::Private}, // carrier-grade NAT, RFC 6598
        Range{"192.0.0.0", 24, Kind::Private}, // protocol assignments
        Range{"198.18.0.0", 15, Kind::Private}, // benchmarks, RFC 2544
        Range{"224.0.0.0", 4, Kind::Multicast},
        Range{"255.255.255.255", 32, Kind::Broadcast},
        Range{"240.0.0.0", 4, Kind::Reserved},
        Range{"::", 128, Kind::Unspecified},
        Range{"::1", 128, Kind::Loopback},
        Range{"fe80::", 10, Kind::LinkLocal},
        Range{"fec0::", 10, Kind::Private}, // site-local, RFC 3879
        Range{"fc00::", 7, Kind::Private}, // unique local, RFC 4193
        Range{"64:ff9b:1::", 48, Kind::Private}, // NAT64 of one's own network, RFC 8215
        Range{"ff00::", 8, Kind::Multicast},
    };
    return table;
}

QString nameOf(Kind kind)
{
    switch (kind) {
    case Kind::Loopback: return translate("cpx", "this computer");
    case Kind::Private: return translate("cpx", "a private network");
    case Kind::Metadata: return translate("cpx", "the metadata service of a cloud");
    case Kind::LinkLocal: return translate("cpx", "the local link");
    case Kind::Multicast: return translate("cpx", "a multicast group");
    case Kind::Broadcast: return translate("cpx", "a broadcast address");
    case Kind::Unspecified: return translate("cpx", "no host at all");
    case Kind::Reserved: return translate("cpx", "a reserved range");
    }
    Q_UNREACHABLE();
}

/// The IPv4 address an IPv6 address stands for, if any.
QHostAddress unwrapped(const QHostAddress &address)
{
    if (address.protocol() != QAbstractSocket::IPv6Protocol)
        return address;
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    const auto ipv4At = [&](int at) {
        return QHostAddress(quint32(bytes[at]) << 24 | quint32(bytes[at + 1]) << 16 | quint32(bytes[at + 2]) << 8
                            | quint32(bytes[at + 3]));
    };
    const auto isWithin = [&](const char *network, int prefix) {
        return address.isInSubnet(QHostAddress(QLatin1StringView(network)), prefix);
    };
    if (isWithin("::", 128) || isWithin("::1", 128))
        return address;
    if (isWithin("::ffff:0:0", 96) || isWithin("::ffff:0:0:0", 96) || isWithin("::", 96) || isWithin("64:ff9b::", 96))
        return ipv4At(12); // mapped, translated (RFC 2765), compatible, NAT64 (RFC 6052)
    if (isWithin("2002::", 16))
        return ipv4At(2); // 6to4, RFC 3056
    return address;
}

} // namespace

Result<void> AddressRules::check(const QHostAddress &address) const
{
    const QHostAddress judged = unwrapped(address);
    for (const Range &range : ranges()) {
        if (judged.protocol() != range.network.protocol() || !judged.isInSubnet(range.network, range.prefix))
            continue;
        if ((range.kind == Kind::Loopback && allowLoopback) || (range.kind == Kind::Private && allowPrivate))
            return {};
        const QString what = translate("cpx", "the address %1 belongs to %2").arg(address.toString(), nameOf(range.kind));
        switch (range.kind) {
        case Kind::Private:
            return Error{Error::Code::Invalid, translate("cpx", "%1; set upstream.allowPrivate to true if that is meant").arg(what)};
        case Kind::Loopback:
            return Error{Error::Code::Invalid, translate("cpx", "%1; write localhost or the address itself if that is meant").arg(what)};
        default:
            return Error{Error::Code::Invalid, translate("cpx", "%1; use the address of a server").arg(what)};
        }
    }
    if (judged.isNull())
        return Error{Error::Code::Invalid, translate("cpx", "it is no address; use the address of a server")};
    return {};
}

std::optional<QHostAddress> literalAddress(const QString &host)
{
    QHostAddress address;
    if (!address.setAddress(host))
        return std::nullopt;
    return address;
}

bool isLoopbackHost(const QString &host)
{
    if (host.compare(u"localhost"_s, Qt::CaseInsensitive) == 0)
        return true;
    const auto address = literalAddress(host);
    return address && !AddressRules{true, false}.check(*address) && AddressRules{true, true}.check(*address);
}

} // namespace cpx
