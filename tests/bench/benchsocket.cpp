// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchsocket.h"

#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

/// The convention of BenchSocket::read() for a call of OpenSSL that returned `result`.
long tlsResult(ssl_st *tls, int result)
{
    if (result > 0)
        return result;
    const int error = SSL_get_error(tls, result);
    ERR_clear_error();
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? -1 : 0;
}

long plainResult(ssize_t result)
{
    if (result >= 0)
        return result;
    return errno == EAGAIN || errno == ENOTCONN || errno == EINPROGRESS ? -1 : 0;
}

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

} // namespace

BenchSocket::BenchSocket(int descriptor, ssl_ctx_st *context, bool isServer)
    : m_descriptor(descriptor)
{
    const int on = 1;
    setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (!context)
        return;
    m_tls = SSL_new(context);
    SSL_set_fd(m_tls, m_descriptor);
    if (isServer)
        SSL_set_accept_state(m_tls);
    else
        SSL_set_connect_state(m_tls);
}

BenchSocket::~BenchSocket()
{
    SSL_free(m_tls);
    ::close(m_descriptor);
}

long BenchSocket::read(char *data, std::size_t capacity)
{
    return m_tls ? tlsResult(m_tls, SSL_read(m_tls, data, int(capacity)))
                 : plainResult(::recv(m_descriptor, data, capacity, 0));
}

long BenchSocket::writeNow(const char *data, std::size_t size)
{
    return m_tls ? tlsResult(m_tls, SSL_write(m_tls, data, int(size)))
                 : plainResult(::send(m_descriptor, data, size, MSG_NOSIGNAL));
}

bool BenchSocket::write(std::string_view data)
{
    m_out += data;
    return flush();
}

bool BenchSocket::flush()
{
    while (isBehind()) {
        const long written = writeNow(m_out.data() + m_sent, m_out.size() - m_sent);
        if (written <= 0)
            return written < 0;
        m_sent += std::size_t(written);
    }
    m_out.clear();
    m_sent = 0;
    return true;
}

int listenOnLoopback(std::uint16_t &port)
{
    const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address = loopback(port);
    socklen_t size = sizeof address;
    if (bind(descriptor, reinterpret_cast<sockaddr *>(&address), size) != 0 || listen(descriptor, 4096) != 0)
        return -1;
    getsockname(descriptor, reinterpret_cast<sockaddr *>(&address), &size);
    port = ntohs(address.sin_port);
    return descriptor;
}

int connectToLoopback(std::uint16_t port)
{
    const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port);
    if (connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
        && errno != EINPROGRESS) {
        ::close(descriptor);
        return -1;
    }
    return descriptor;
}

void watch(int epoll, int descriptor, std::uint64_t number)
{
    epoll_event event = {};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.u64 = number;
    epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

void prepareProcess()
{
    std::signal(SIGPIPE, SIG_IGN);
    rlimit limit = {};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

std::int64_t nowNs()
{
    timespec time = {};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return std::int64_t(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}
