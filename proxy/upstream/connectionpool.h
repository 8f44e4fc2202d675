// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deadlines.h"
#include "proxy/limits.h"
#include "proxy/upstream/addressrules.h"
#include "proxy/upstream/hostresolver.h"
#include "proxy/upstream/tlsconfiguration.h"
#include "proxy/upstream/upstreamproxy.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <chrono>

class QUrl;

namespace cpx {

class UpstreamConnection;

/// What connections to any upstream have in common.
struct ConnectionOptions
{
    Limits limits{};
    std::chrono::milliseconds connectTimeout{10'000};
    QString caFile{}; ///< see TlsConfiguration
    std::chrono::milliseconds lookupTimeout{5'000}; ///< for the host's name; never longer than connectTimeout
    AddressRules rules{};
    UpstreamProxy proxy{};
    HostLookup lookup{}; ///< empty: QHostInfo
};

/// Idle upstream connections, ready for the next request to the same scheme, host and port, and such as are being opened
/// ahead of one. Engine thread.
class ConnectionPool : public QObject
{
    Q_OBJECT

public:
    explicit ConnectionPool(const ConnectionOptions &options, QObject *parent = nullptr);
    ~ConnectionPool() override;

    /// An idle connection that is still quiet, or with `mustBeNew` (or none idle) a new unconnected one. The caller
    /// owns it until release().
    UpstreamConnection *acquire(const QUrl &base, bool mustBeNew);
    /// Takes a connection back: kept when it can carry another request, deleted otherwise.
    void release(UpstreamConnection *connection);

    /// Opens a connection nobody has asked for yet, unless one is there. Fails silently.
    void preconnect(const QUrl &base);
    /// While there are clients, a connection whose keep-alive time is over is replaced by a new one.
    void setKeepsWarm(bool keepsWarm) { m_keepsWarm = keepsWarm; }

    Deadlines *deadlines() { return &m_deadlines; }
    const ConnectionOptions &options() const { return m_options; }

    /// The TLS settings for a new connection: with the session of the last one to the same origin, which shortens the
    /// handshake (RFC 8446 §2.2). That one's certificate was verified.
    QSslConfiguration tlsFor(const QUrl &base);
    void keepSession(const QUrl &base, const QByteArray &ticket); ///< empty: forget it

private:
    UpstreamConnection *make(const QUrl &base);
    void keep(UpstreamConnection *connection);
    bool drop(UpstreamConnection *connection);

    ConnectionOptions m_options;
    TlsConfiguration m_tls;
    QHash<QString, QByteArray> m_sessions; ///< ticket by origin; as many as there are upstreams
    Deadlines m_deadlines;
    QList<UpstreamConnection *> m_idle; ///< owned, most recently used last; some are still being opened
    bool m_keepsWarm = false;
};

} // namespace cpx
