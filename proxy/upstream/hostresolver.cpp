// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/hostresolver.h"

#include "proxy/upstream/addressrules.h"

#include <QHostInfo>
#include <QObject>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

int lookUp(const QString &name, QObject *context, std::function<void(const QHostInfo &)> done)
{
    return QHostInfo::lookupHost(name, context, std::move(done));
}

} // namespace

HostResolver::HostResolver(HostLookup lookup)
    : m_lookup(lookup ? std::move(lookup) : lookUp)
{
}

HostResolver::~HostResolver()
{
    cancel();
}

QList<QHostAddress> HostResolver::known(const QString &host)
{
    if (const auto address = literalAddress(host))
        return {*address};
    if (isLoopbackHost(host))
        return {QHostAddress(QHostAddress::LocalHost), QHostAddress(QHostAddress::LocalHostIPv6)};
    return {};
}

void HostResolver::resolve(const QString &name, Done done)
{
    cancel();
    m_context = std::make_unique<QObject>();
    m_id = m_lookup(name, m_context.get(), [this, done = std::move(done)](const QHostInfo &info) {
        // The context is deleted later: we are in one of its calls. What follows may start another lookup, or end us.
        m_context.release()->deleteLater();
        const Done report = done;
        report(info.addresses());
    });
}

void HostResolver::cancel()
{
    if (!m_context)
        return;
    m_context.reset();
    QHostInfo::abortHostLookup(m_id);
}

} // namespace cpx
