// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fakeupstream.h"
#include "tests/support/testclient.h"
#include "tests/support/testengine.h"

#include <QTest>
#include <functional>
#include <memory>

namespace cpx {

/// A proxy between a fake upstream and raw clients.
struct ProxyBench
{
    FakeUpstream upstream;
    std::unique_ptr<TestEngine> engine;

    explicit ProxyBench(Transport transport, const std::function<void(EngineConfig &)> &adjust = {})
    {
        EngineConfig config;
        config.transport = transport;
        config.upstream = upstream.url();
        config.preconnect = false; // tests count connections
        if (adjust)
            adjust(config);
        engine = std::make_unique<TestEngine>(config);
    }

    std::unique_ptr<TestClient> client() { return std::make_unique<TestClient>(engine->port()); }
    QList<FakeUpstream::Request> requests() const { return upstream.requests(); }
    bool hasRequest() const { return !requests().isEmpty() && requests().constFirst().isComplete; }

    /// Runs every test of a suite once per transport: call in initTestCase_data(), then take it in each test.
    static void addTransports()
    {
        QTest::addColumn<int>("transport");
        QTest::newRow("direct") << int(Transport::Direct);
        QTest::newRow("stock") << int(Transport::Stock);
    }
    /// Qt's client could send a chunked body twice, so such requests are answered with 411
    /// (ForwardingTest::stockRefusesWhatItCouldSendTwice); the rows about them are for the other transport.
    static bool refusesChunked(QByteArrayView request)
    {
        return transport() == Transport::Stock && request.toByteArray().contains("chunked");
    }
    static Transport transport()
    {
        QFETCH_GLOBAL(int, transport);
        return Transport(transport);
    }
};

inline QByteArray plainAnswer(const QByteArray &body, const QByteArray &fields = {}, const QByteArray &status = "200 OK")
{
    return "HTTP/1.1 " + status + "\r\n" + fields + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace cpx
