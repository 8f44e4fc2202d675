// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>
#include <QList>
#include <functional>
#include <memory>

class QHostInfo;
class QObject;

namespace cpx {

/// Starts looking a name up and returns an id for QHostInfo::abortHostLookup(). `done` is called once, later, in the
/// thread of `context` and not after its end. QHostInfo's own way unless a test puts another in.
using HostLookup = std::function<int(const QString &name, QObject *context, std::function<void(const QHostInfo &)> done)>;

/// Turns a host into addresses without blocking: names through HostLookup, literals and "localhost" (which is loopback
/// whatever the network says, RFC 6761 §6.3) at once. One lookup at a time, ended by cancel() or the destructor. One thread.
class HostResolver
{
public:
    using Done = std::function<void(const QList<QHostAddress> &addresses)>;

    explicit HostResolver(HostLookup lookup = {});
    ~HostResolver();
    Q_DISABLE_COPY_MOVE(HostResolver)

    /// The addresses of a host that needs no lookup; empty when it does.
    static QList<QHostAddress> known(const QString &host);

    /// Calls `done` once, never from inside: with the addresses in the order of preference, none when there are none.
    void resolve(const QString &name, Done done);
    void cancel();
    bool isActive() const { return m_context != nullptr; }

private:
    HostLookup m_lookup;
    int m_id = -1;
    std::unique_ptr<QObject> m_context; ///< exists while a lookup is under way
};

} // namespace cpx
