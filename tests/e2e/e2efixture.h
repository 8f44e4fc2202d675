// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/demo/demomodel.h"
#include "proxy/enginehost.h"
#include "proxy/server/httpserver.h"

#include <QString>
#include <QUrl>

namespace cpx::e2e {

/// A demo model that counts what it is asked for.
class CountingDemoModel : public DemoModel
{
public:
    using DemoModel::DemoModel;
    void handle(HttpTransaction *transaction) override;

    int posts = 0;
};

/// A running engine in front of `upstream`.
class EngineUnderTest
{
public:
    /// Waits until the engine listens; error() says why it does not.
    EngineUnderTest(const QUrl &upstream, Transport transport, WebSocketMode webSocket = WebSocketMode::Refuse);
    explicit EngineUnderTest(EngineConfig config); ///< on a free port

    QString error() const { return m_error; } ///< empty: it runs
    EngineStatus status() const { return m_host.status(); }
    quint16 port() const { return m_port; }
    QUrl baseUrl() const; ///< for openai_base_url

private:
    EngineHost m_host;
    QString m_error;
    quint16 m_port = 0;
};

/// The demo model on a loopback port of its own.
class DemoUpstream
{
public:
    explicit DemoUpstream(double pace = 0);

    CountingDemoModel model;
    QUrl url(const QString &path) const;

private:
    HttpServer m_server;
};

} // namespace cpx::e2e
