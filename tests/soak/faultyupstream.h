// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/soak/plan.h"

#include <QHash>
#include <QSet>
#include <QTcpServer>
#include <memory>
#include <vector>

namespace cpx::soak {

class UpstreamSession;

/// A model backend that misbehaves as the plan of each request says, and keeps account of what reached it.
class FaultyUpstream : public QTcpServer
{
    Q_OBJECT

public:
    /// What became of one request here.
    struct Account
    {
        int arrivals = 0; ///< heads
        int completeArrivals = 0; ///< with the whole body
        bool hasWrongBody = false; ///< a byte differs, or the length
        bool isServed = false; ///< the kernel took the whole answer
    };

    explicit FaultyUpstream(bool stock);
    ~FaultyUpstream() override;

    void startSeed(quint64 seed); ///< a new account; connections stay

    bool isStock() const { return m_isStock; } ///< the transport on the other side
    Plan plan(int id) const { return planFor(m_seed, id, m_isStock); }
    const Account &account(int id) { return m_accounts[id]; }
    Account &accountOf(int id) { return m_accounts[id]; } ///< for sessions
    bool isBusyWith(int id) const; ///< a connection that carries this request is still open
    int connectionCount() const { return int(m_sessions.size()); }
    void closeAll();

    /// Requests nobody planned: unreadable ones, foreign ones, a second one before the first was answered.
    QStringList strayRequests() const { return m_strays; }
    void addStray(const QString &text) { m_strays.append(text); }
    void forget(UpstreamSession *session);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    quint64 m_seed = 0;
    bool m_isStock;
    QSet<UpstreamSession *> m_sessions; ///< our QObject children
    QHash<int, Account> m_accounts;
    QStringList m_strays;
};

} // namespace cpx::soak
