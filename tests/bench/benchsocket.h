// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

struct ssl_ctx_st;
struct ssl_st;

/// A connected, non-blocking TCP socket without Nagle's delay, with TLS when it is given a context. It keeps
/// what could not be written yet. Watch it with an edge-triggered epoll; on every wake-up call flush() and
/// read().
class BenchSocket
{
public:
    /// Takes over a connected or connecting descriptor. `context` is null for plain text.
    BenchSocket(int descriptor, ssl_ctx_st *context, bool isServer);
    ~BenchSocket();
    BenchSocket(const BenchSocket &) = delete;
    BenchSocket &operator=(const BenchSocket &) = delete;

    int descriptor() const { return m_descriptor; }
    /// Bytes read; 0 when the peer has closed or the connection failed; -1 when there is nothing now.
    long read(char *data, std::size_t capacity);
    /// Sends what it can, keeps the rest. False when the connection failed.
    bool write(std::string_view data);
    bool flush();
    bool isBehind() const { return m_sent < m_out.size(); }

private:
    long writeNow(const char *data, std::size_t size);

    int m_descriptor;
    ssl_st *m_tls = nullptr;
    std::string m_out;
    std::size_t m_sent = 0;
};

/// A listening socket on 127.0.0.1; `port` 0 is any free one, and is replaced by it. -1 on failure.
int listenOnLoopback(std::uint16_t &port);
/// Starts to connect to 127.0.0.1. -1 on failure.
int connectToLoopback(std::uint16_t port);
/// Registers for reading and writing, edge-triggered; `number` comes back in epoll_event::data.
void watch(int epoll, int descriptor, std::uint64_t number);
/// Lets this process open as many descriptors as it may, and survive writing to a closed connection.
void prepareProcess();
/// CLOCK_MONOTONIC, the same in all processes, nanoseconds.
std::int64_t nowNs();
