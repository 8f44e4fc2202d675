// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/proxybench.h"

namespace cpx {

// The example of RFC 6455 §1.3
inline const QByteArray webSocketKey = "dGhlIHNhbXBsZSBub25jZQ==";
inline const QByteArray webSocketAnswer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                          "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
inline const QByteArray webSocketFields = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                          "Sec-WebSocket-Key: " + webSocketKey + "\r\n";

/// An opening handshake as Codex sends it, in short.
inline QByteArray webSocketRequest(quint16 port, const QByteArray &fields = webSocketFields)
{
    return "GET /v1/responses HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) + "\r\n" + fields + "\r\n";
}

/// A proxy that carries WebSockets.
struct WebSocketBench : ProxyBench
{
    explicit WebSocketBench(const std::function<void(EngineConfig &)> &adjust = {}, Transport transport = Transport::Direct)
        : ProxyBench(transport, [&](EngineConfig &config) {
            config.webSocket = WebSocketMode::Tunnel;
            if (adjust)
                adjust(config);
        })
    {
    }

    /// A client whose tunnel is open on upstream connection `index`, or null.
    std::unique_ptr<TestClient> openTunnel(int index = 0)
    {
        auto tunnel = client();
        tunnel->send(webSocketRequest(engine->port()));
        if (!QTest::qWaitFor([&] { return upstream.received(index).endsWith("\r\n\r\n"); }))
            return nullptr;
        upstream.send(webSocketAnswer, index);
        return QTest::qWaitFor([&] { return tunnel->status() == 101; }) ? std::move(tunnel) : nullptr;
    }
    /// What the upstream got after the handshake.
    QByteArray tunnelled(int index = 0) const
    {
        const QByteArray received = upstream.received(index);
        return received.sliced(received.indexOf("\r\n\r\n") + 4);
    }
    int inFlight() const { return engine->host().status().inFlight; }
};

/// Bytes of every value that repeat in no obvious period.
inline QByteArray noise(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    quint32 state = 12345;
    for (char &byte : bytes) {
        state = state * 1664525 + 1013904223;
        byte = char(state >> 24);
    }
    return bytes;
}

} // namespace cpx
