// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/faultyupstream.h"

#include "tests/soak/upstreamsession.h"

namespace cpx::soak {

FaultyUpstream::FaultyUpstream(bool stock)
    : m_isStock(stock)
{
    setListenBacklogSize(1024);
    listen(QHostAddress::LocalHost);
}

FaultyUpstream::~FaultyUpstream()
{
    close();
    qDeleteAll(findChildren<UpstreamSession *>(Qt::FindDirectChildrenOnly));
}

void FaultyUpstream::startSeed(quint64 seed)
{
    m_seed = seed;
    m_accounts.clear();
    m_strays.clear();
}

void FaultyUpstream::incomingConnection(qintptr descriptor)
{
    m_sessions.insert(new UpstreamSession(descriptor, this));
}

void FaultyUpstream::forget(UpstreamSession *session)
{
    if (m_sessions.remove(session))
        session->deleteLater();
}

bool FaultyUpstream::isBusyWith(int id) const
{
    return std::any_of(m_sessions.begin(), m_sessions.end(),
                       [id](const UpstreamSession *session) { return session->currentId() == id; });
}

void FaultyUpstream::closeAll()
{
    const auto sessions = m_sessions;
    for (UpstreamSession *session : sessions)
        forget(session);
}

} // namespace cpx::soak
