// SPDX-License-Identifier: GPL-3.0-or-later
// bench_upstream [--tls CERTIFICATE.pem KEY.pem]: a backend for measurements on a free port of 127.0.0.1. It
// prints the port and ends when standard input closes.
//
// POST answers a stream of events as the query says: events (1), interval_us (0: as fast as they are taken),
// size (220, bytes of one event), lockstep (1: an event only on a tick). Each event carries the time it was
// sent and its number. GET /tick sends one event on every stream in lockstep; GET /streams tells the most
// streams at a time since the last such question. Request bodies need a Content-Length.

#include "benchsocket.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <openssl/ssl.h>
#include <random>
#include <set>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

std::int64_t numberAfter(std::string_view text, std::string_view name, std::int64_t otherwise)
{
    const auto at = text.find(name);
    std::int64_t value = otherwise;
    if (at != std::string_view::npos)
        std::from_chars(text.data() + at + name.size(), text.data() + text.size(), value);
    return value;
}

std::int64_t contentLength(std::string_view head)
{
    constexpr std::string_view name = "\ncontent-length:";
    for (std::size_t at = head.find('\n'); at != std::string_view::npos; at = head.find('\n', at + 1)) {
        if (head.size() - at > name.size() && strncasecmp(head.data() + at, name.data(), name.size()) == 0)
            return numberAfter(head.substr(head.find_first_not_of(' ', at + name.size())), "", 0);
    }
    return 0;
}

struct Client
{
    Client(int descriptor, ssl_ctx_st *tls)
        : socket(descriptor, tls, true)
    { }

    BenchSocket socket;
    std::string head; ///< of the request being read
    std::int64_t bodyLeft = -1; ///< -1: the head is not complete
    bool isStreaming = false;
    bool isLockstep = false;
    std::int64_t events = 0; ///< still to send
    std::int64_t number = 0; ///< of the next event
    std::int64_t intervalNs = 0;
    std::int64_t dueNs = 0;
    std::int64_t size = 220;
};

class Upstream
{
public:
    Upstream(int listener, ssl_ctx_st *tls)
        : m_listener(listener)
        , m_tls(tls)
    {
        watch(m_epoll, listener, 0);
        watch(m_epoll, STDIN_FILENO, 1);
    }

    void run()
    {
        std::array<epoll_event, 256> events;
        for (;;) {
            const std::int64_t wait =
                m_due.empty() ? 3'600'000'000'000 : std::max<std::int64_t>(0, m_due.begin()->first - nowNs());
            const timespec timeout = {wait / 1'000'000'000, wait % 1'000'000'000};
            const int count = epoll_pwait2(m_epoll, events.data(), events.size(),
                                           m_eager.empty() ? &timeout : &m_noTime, nullptr);
            for (int i = 0; i < count; ++i) {
                const auto descriptor = int(events[std::size_t(i)].data.u64);
                if (descriptor == 1)
                    return; // nothing is ever written to standard input: it has closed
                if (descriptor == 0)
                    accept();
                else if (!serve(descriptor))
                    remove(descriptor);
            }
            sendDue();
            sendEagerly();
        }
    }

private:
    void accept()
    {
        for (int descriptor;
             (descriptor = accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
            m_clients[descriptor] = std::make_unique<Client>(descriptor, m_tls);
            watch(m_epoll, descriptor, std::uint64_t(descriptor));
        }
    }

    void remove(int descriptor)
    {
        Client &client = *m_clients.at(descriptor);
        stopStreaming(client);
        m_clients.erase(descriptor);
    }

    bool serve(int descriptor)
    {
        const auto found = m_clients.find(descriptor);
        if (found == m_clients.end())
            return true;
        Client &client = *found->second;
        if (!client.socket.flush())
            return false;
        if (client.isStreaming && client.intervalNs == 0 && !client.isLockstep && !client.socket.isBehind())
            m_eager.insert(&client);
        for (;;) {
            const long size = client.socket.read(m_buffer.data(), m_buffer.size());
            if (size == 0)
                return false;
            if (size < 0)
                return true;
            if (!take(client, std::string_view(m_buffer.data(), std::size_t(size))))
                return false;
        }
    }

    /// False when the request is not one we understand.
    bool take(Client &client, std::string_view data)
    {
        if (client.isStreaming)
            return false; // pipelining is no part of the measurement
        if (client.bodyLeft < 0) {
            const std::size_t before = client.head.size();
            client.head += data;
            const auto end = client.head.find("\r\n\r\n");
            if (end == std::string::npos)
                return client.head.size() < 65536;
            data.remove_prefix(end + 4 - before);
            client.head.resize(end + 2);
            client.bodyLeft = contentLength(client.head);
        }
        client.bodyLeft -= std::int64_t(data.size());
        if (client.bodyLeft > 0)
            return true;
        if (client.bodyLeft < 0)
            return false;
        client.bodyLeft = -1;
        const bool isGood = answer(client);
        client.head.clear();
        return isGood;
    }

    bool answer(Client &client)
    {
        const std::string_view line = std::string_view(client.head).substr(0, client.head.find('\r'));
        if (line.starts_with("GET ")) {
            if (line.starts_with("GET /tick")) {
                for (Client *other : std::set<Client *>(m_lockstep))
                    sendEvent(*other);
            }
            const std::string body = std::to_string(m_mostStreams);
            if (line.starts_with("GET /streams"))
                m_mostStreams = m_streams;
            return client.socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
                                       + std::to_string(body.size()) + "\r\n\r\n" + body);
        }
        client.events = numberAfter(line, "events=", 1);
        client.number = 0;
        client.intervalNs = numberAfter(line, "interval_us=", 0) * 1000;
        client.isLockstep = numberAfter(line, "lockstep=", 0) != 0;
        client.size = numberAfter(line, "size=", 220);
        client.isStreaming = true;
        m_mostStreams = std::max(m_mostStreams, ++m_streams);
        constexpr std::string_view head =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
            "x-request-id: 7e57\r\nTransfer-Encoding: chunked\r\n\r\n";
        if (client.isLockstep) {
            m_lockstep.insert(&client);
        } else if (client.intervalNs
                   > 0) { // the first pause is shorter, so that streams do not march in step
            client.dueNs = nowNs()
                + std::int64_t(double(client.intervalNs) * double(m_random()) / double(m_random.max()));
            m_due.emplace(client.dueNs, &client);
        } else {
            m_head = head;
            m_eager.insert(&client);
            sendEvent(client);
            return true;
        }
        return client.socket.write(head);
    }

    void stopStreaming(Client &client)
    {
        m_due.erase({client.dueNs, &client});
        m_eager.erase(&client);
        m_lockstep.erase(&client);
        if (client.isStreaming)
            --m_streams;
        client.isStreaming = false;
    }

    /// Errors show when the socket is read.
    void sendEvent(Client &client)
    {
        std::array<char, 256> text;
        const int length =
            std::snprintf(text.data(), text.size(),
                          "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\","
                          "\"t\":%lld,\"n\":%lld,\"delta\":\"",
                          static_cast<long long>(nowNs()), static_cast<long long>(client.number++));
        constexpr std::string_view end = "\"}\n\n";
        const std::size_t size = std::max(std::size_t(client.size), std::size_t(length) + end.size());
        std::array<char, 24> frame;
        const int frameLength = std::snprintf(frame.data(), frame.size(), "%zx\r\n", size);
        m_out.swap(m_head); // a head that waits goes out with the first event
        m_head.clear();
        m_out.append(frame.data(), std::size_t(frameLength)).append(text.data(), std::size_t(length));
        m_out.append(size - std::size_t(length) - end.size(), 'x').append(end).append("\r\n");
        if (--client.events <= 0) {
            m_out.append("0\r\n\r\n");
            stopStreaming(client);
        }
        client.socket.write(m_out);
        m_out.clear();
    }

    void sendDue()
    {
        const std::int64_t now = nowNs();
        while (!m_due.empty() && m_due.begin()->first <= now) {
            Client &client = *m_due.begin()->second;
            m_due.erase(m_due.begin());
            sendEvent(client);
            if (client.isStreaming) {
                client.dueNs = std::max(client.dueNs + client.intervalNs, now);
                m_due.emplace(client.dueNs, &client);
            }
        }
    }

    /// One event each, so that no stream waits for another.
    void sendEagerly()
    {
        for (Client *client : std::set<Client *>(m_eager)) {
            if (client->socket.isBehind())
                m_eager.erase(client);
            else
                sendEvent(*client);
        }
    }

    static constexpr timespec m_noTime = {0, 0};
    int m_epoll = epoll_create1(EPOLL_CLOEXEC);
    int m_listener;
    ssl_ctx_st *m_tls;
    std::map<int, std::unique_ptr<Client>> m_clients;
    std::set<std::pair<std::int64_t, Client *>> m_due;
    std::set<Client *> m_eager; ///< flat out, and not behind
    std::set<Client *> m_lockstep;
    std::int64_t m_streams = 0;
    std::int64_t m_mostStreams = 0;
    std::string m_head;
    std::string m_out;
    std::array<char, 65536> m_buffer;
    std::minstd_rand m_random;
};

} // namespace

int main(int argc, char *argv[])
{
    ssl_ctx_st *tls = nullptr;
    if (argc == 4 && std::strcmp(argv[1], "--tls") == 0) {
        tls = SSL_CTX_new(TLS_server_method());
        SSL_CTX_set_mode(tls, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
        SSL_CTX_set_read_ahead(tls, 1); // one system call per record less
        if (SSL_CTX_use_certificate_chain_file(tls, argv[2]) != 1
            || SSL_CTX_use_PrivateKey_file(tls, argv[3], SSL_FILETYPE_PEM) != 1) {
            std::fprintf(stderr, "bench_upstream: cannot read %s or %s\n", argv[2], argv[3]);
            return 1;
        }
    }
    prepareProcess();
    std::uint16_t port = 0;
    const int listener = listenOnLoopback(port);
    if (listener < 0) {
        std::perror("bench_upstream");
        return 1;
    }
    std::printf("%d\n", int(port));
    std::fflush(stdout);
    Upstream(listener, tls).run();
    SSL_CTX_free(tls);
    return 0;
}
