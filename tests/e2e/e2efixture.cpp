// SPDX-License-Identifier: GPL-3.0-or-later
#include "e2efixture.h"

#include <QHostAddress>
#include <QTest>

using namespace Qt::StringLiterals;

namespace cpx::e2e {

void CountingDemoModel::handle(HttpTransaction *transaction)
{
    if (transaction->request().method == "POST")
        ++posts;
    DemoModel::handle(transaction);
}

namespace {

EngineConfig configOf(const QUrl &upstream, Transport transport, WebSocketMode webSocket)
{
    EngineConfig config;
    config.upstream = upstream;
    config.transport = transport;
    config.webSocket = webSocket;
    return config;
}

} // namespace

EngineUnderTest::EngineUnderTest(const QUrl &upstream, Transport transport, WebSocketMode webSocket)
    : EngineUnderTest(configOf(upstream, transport, webSocket))
{
}

EngineUnderTest::EngineUnderTest(EngineConfig config)
{
    config.port = 0;
    const auto started = m_host.start(config);
    if (!QTest::qWaitFor([&started] { return started.isFinished(); }, 10'000))
        m_error = u"The engine did not start in time."_s;
    else if (const auto status = started.result(); !status)
        m_error = status.error().message;
    else
        m_port = status->port;
}

QUrl EngineUnderTest::baseUrl() const
{
    return QUrl(u"http://127.0.0.1:%1/v1"_s.arg(m_port));
}

DemoUpstream::DemoUpstream(double pace)
    : model(pace)
    , m_server(&model, Limits())
{
    m_server.listen(QHostAddress(QHostAddress::LocalHost), 0);
}

QUrl DemoUpstream::url(const QString &path) const
{
    return QUrl(u"http://127.0.0.1:%1%2"_s.arg(m_server.serverPort()).arg(path));
}

} // namespace cpx::e2e
