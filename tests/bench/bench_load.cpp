// SPDX-License-Identifier: GPL-3.0-or-later
// bench_load URL [name=number…]: sends requests to bench_upstream, directly or through a proxy, and prints
// what it saw as JSON. URL is http://127.0.0.1:PORT/PATH or https://…, whose certificate is not checked.
//
// streams (1) connections send requests (1) in all, each the next one when its answer is complete. body
// (20000) bytes of the request; events, interval_us, size, lockstep as bench_upstream knows them. warmup (1):
// the first request of each connection is not measured. pause_us (0) before each request and each tick;
// ramp_ms (0): over which connections open; tick (0): port of the upstream, asked for the next event after
// each one, over TLS with tick_tls (0); timeout_s (60) for everything.

#include "benchsocket.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <map>
#include <memory>
#include <openssl/ssl.h>
#include <string>
#include <sys/epoll.h>
#include <unistd.h>
#include <vector>

namespace {

using Options = std::map<std::string, std::int64_t, std::less<>>;

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

/// -1 when there is none.
std::int64_t numberAfter(std::string_view text, std::string_view name)
{
    const auto at = text.find(name);
    std::int64_t value = -1;
    if (at != std::string_view::npos)
        std::from_chars(text.data() + at + name.size(), text.data() + text.size(), value);
    return value;
}

ssl_ctx_st *clientContext()
{
    ssl_ctx_st *context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(context, 1); // one system call per record less
    return context;
}

/// A request as Codex makes it: instructions, messages, output of tools with escapes. Exactly `size` bytes.
std::string requestBody(std::size_t size)
{
    std::string body = R"({"model":"gpt-5-codex","instructions":"You are a coding agent. )";
    body.append(size / 4, 'i');
    body +=
        R"(","tools":[{"type":"function","name":"shell","strict":false,"parameters":{"type":"object","properties":)"
        R"({"command":{"type":"array","items":{"type":"string"}}},"required":["command"]}}],"input":[)";
    const std::string item =
        R"({"type":"function_call_output","call_id":"call_1","output":"{\"output\":\"total 8\\n-rw-r--r-- 1 )"
        R"(user user 220 main.cpp\\n\",\"metadata\":{\"exit_code\":0}}"},)";
    constexpr std::string_view last =
        R"({"type":"message","role":"user","content":[{"type":"input_text","text":")";
    constexpr std::string_view end = R"("}]}],"store":false,"stream":true,"prompt_cache_key":"5f1c7a52"})";
    while (body.size() + item.size() + last.size() + end.size() < size)
        body += item;
    body += last;
    body.append(size > body.size() + end.size() ? size - body.size() - end.size() : 0, 'w');
    return body += end;
}

/// What one connection is doing.
struct Stream
{
    std::unique_ptr<BenchSocket> socket;
    std::int64_t startNs = 0; ///< when to connect, or to send the next request; 0: waits for an answer
    std::int64_t sentNs = 0;
    std::string raw; ///< as received, not yet taken apart
    std::string text; ///< the beginning of an event
    bool hasFirstByte = false;
    bool hasHead = false;
    std::int64_t chunkLeft = 0;
    std::int64_t number = 0; ///< of the next event
    std::int64_t requests = 0; ///< answered
};

class Load
{
public:
    Load(Options options, bool isTls, std::uint16_t port, const std::string &path)
        : m_options(std::move(options))
        , m_isTls(isTls)
        , m_port(port)
        , m_streams(std::size_t(option("streams", 1)))
    {
        const std::string body = requestBody(std::size_t(option("body", 20000)));
        m_request = "POST " + path + "?events=" + std::to_string(option("events", 1)) + "&interval_us="
            + std::to_string(option("interval_us", 0)) + "&size=" + std::to_string(option("size", 220))
            + "&lockstep=" + std::to_string(option("tick", 0) != 0)
            + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port)
            + "\r\nAuthorization: Bearer bench\r\nAccept: text/event-stream\r\nUser-Agent: bench_load\r\n"
              "Content-Type: application/json\r\nContent-Length: "
            + std::to_string(body.size()) + "\r\n\r\n" + body;
    }

    /// False when something went wrong; print() says what.
    bool run()
    {
        const std::int64_t begin = nowNs();
        const std::int64_t requests = option("requests", 1);
        const std::int64_t ramp = option("ramp_ms", 0) * 1'000'000;
        for (std::size_t i = 0; i < m_streams.size(); ++i)
            startAt(m_streams[i], begin + ramp * std::int64_t(i) / std::int64_t(m_streams.size()));
        if (option("tick", 0) != 0) {
            m_ticker =
                connect(std::uint16_t(option("tick", 0)), option("tick_tls", 0) != 0, m_streams.size());
            if (!m_ticker)
                return false;
        }
        m_toStart = requests + option("warmup", 1) * std::int64_t(m_streams.size());
        std::array<epoll_event, 256> events;
        while (m_error.empty() && (m_toStart > 0 || m_running > 0)) {
            startDue();
            const int count =
                epoll_wait(m_epoll, events.data(), events.size(), m_nextStartNs == never ? 100 : 1);
            for (int i = 0; i < count && m_error.empty(); ++i) {
                const std::size_t number = events[std::size_t(i)].data.u64;
                if (number == m_streams.size())
                    serveTicker();
                else
                    serve(m_streams[number]);
            }
            if (nowNs() - begin > option("timeout_s", 60) * 1'000'000'000)
                m_error = "timed out with " + std::to_string(m_running) + " requests in progress";
        }
        m_seconds = double(nowNs() - begin) / 1e9;
        return m_error.empty();
    }

    void print() const
    {
        std::printf("{\"requests\":%lld,\"events\":%lld,\"seconds\":%.6f,\"peak_streams\":%lld,\"error\":\"%"
                    "s\",\"ttfb_us\":[",
                    static_cast<long long>(m_requests), static_cast<long long>(m_events), m_seconds,
                    static_cast<long long>(m_mostRunning), m_error.c_str());
        for (std::size_t i = 0; i < m_ttfb.size(); ++i)
            std::printf(i ? ",%.1f" : "%.1f", m_ttfb[i]);
        std::printf("],\"event_us\":[");
        for (std::size_t i = 0; i < m_latency.size(); ++i)
            std::printf(i ? ",%.1f" : "%.1f", m_latency[i]);
        std::printf("]}\n");
    }

private:
    std::int64_t option(std::string_view name, std::int64_t otherwise) const
    {
        const auto found = m_options.find(name);
        return found == m_options.end() ? otherwise : found->second;
    }

    void startAt(Stream &stream, std::int64_t time)
    {
        stream.startNs = time;
        m_nextStartNs = std::min(m_nextStartNs, time);
    }

    void startDue()
    {
        const std::int64_t now = nowNs();
        if (now < m_nextStartNs)
            return;
        m_nextStartNs = never;
        for (Stream &stream : m_streams) {
            if (stream.startNs == 0 || m_toStart == 0)
                continue;
            if (stream.startNs > now) {
                m_nextStartNs = std::min(m_nextStartNs, stream.startNs);
                continue;
            }
            --m_toStart;
            m_mostRunning = std::max(m_mostRunning, ++m_running);
            stream.startNs = 0;
            if (!stream.socket) {
                stream.socket = connect(m_port, m_isTls, std::size_t(&stream - m_streams.data()));
                if (!stream.socket)
                    return;
            }
            send(stream);
        }
    }

    std::unique_ptr<BenchSocket> connect(std::uint16_t port, bool isTls, std::size_t number)
    {
        const int descriptor = connectToLoopback(port);
        if (descriptor < 0) {
            m_error = "cannot connect";
            return nullptr;
        }
        watch(m_epoll, descriptor, number);
        return std::make_unique<BenchSocket>(descriptor, isTls ? m_tls.get() : nullptr, false);
    }

    void send(Stream &stream)
    {
        stream.hasFirstByte = stream.hasHead = false;
        stream.number = 0;
        stream.sentNs = nowNs();
        if (!stream.socket->write(m_request))
            m_error = "the connection failed while sending";
    }

    void serve(Stream &stream)
    {
        if (!stream.socket->flush()) {
            m_error = "the connection failed while sending";
            return;
        }
        while (m_error.empty()) {
            const long size = stream.socket->read(m_buffer.data(), m_buffer.size());
            if (size < 0)
                return;
            if (size == 0) {
                m_error = "the connection closed after " + std::to_string(stream.number) + " events";
                return;
            }
            take(stream, std::string_view(m_buffer.data(), std::size_t(size)), nowNs());
        }
    }

    void take(Stream &stream, std::string_view data, std::int64_t now)
    {
        if (!stream.hasFirstByte) {
            stream.hasFirstByte = true;
            if (stream.requests >= option("warmup", 1))
                m_ttfb.push_back(double(now - stream.sentNs) / 1000);
        }
        stream.raw += data;
        if (!stream.hasHead) {
            const auto end = stream.raw.find("\r\n\r\n");
            if (end == std::string::npos)
                return;
            std::string head = stream.raw.substr(0, end + 2);
            std::transform(head.begin(), head.end(), head.begin(),
                           [](unsigned char c) { return std::tolower(c); });
            if (head.compare(8, 5, " 200 ") != 0
                || head.find("\r\ntransfer-encoding: chunked\r\n") == std::string::npos) {
                m_error = "unexpected answer: " + head.substr(0, head.find('\r'));
                return;
            }
            stream.hasHead = true;
            stream.raw.erase(0, end + 4);
            if (m_ticker)
                tick();
        }
        takeChunks(stream, now);
    }

    void takeChunks(Stream &stream, std::int64_t now)
    {
        std::string_view rest = stream.raw;
        bool isLast = false;
        while (!rest.empty() && !isLast) {
            if (stream.chunkLeft <= 2) { // of the chunk before, its line end is left
                const auto lineEnd = rest.find("\r\n", std::size_t(stream.chunkLeft));
                if (lineEnd == std::string_view::npos)
                    break;
                std::int64_t size = 0;
                std::from_chars(rest.data() + stream.chunkLeft, rest.data() + lineEnd, size, 16);
                isLast = size == 0;
                if (isLast && rest.size() < lineEnd + 4)
                    break;
                rest.remove_prefix(lineEnd + 2);
                stream.chunkLeft = size + 2;
                continue;
            }
            const auto part = std::min(std::size_t(stream.chunkLeft - 2), rest.size());
            takeText(stream, rest.substr(0, part), now);
            stream.chunkLeft -= std::int64_t(part);
            rest.remove_prefix(part);
        }
        if (isLast) {
            stream.chunkLeft = 0;
            stream.raw.clear();
            finish(stream);
        } else {
            stream.raw.erase(0, stream.raw.size() - rest.size());
        }
    }

    void takeText(Stream &stream, std::string_view text, std::int64_t now)
    {
        stream.text += text;
        std::string_view rest = stream.text;
        for (std::size_t end; (end = rest.find("\n\n")) != std::string_view::npos;
             rest.remove_prefix(end + 2)) {
            const std::string_view event = rest.substr(0, end);
            const std::int64_t sentNs = numberAfter(event, "\"t\":");
            const std::int64_t number = numberAfter(event, "\"n\":");
            if (number != stream.number++)
                m_error = "event " + std::to_string(number) + " came instead of "
                    + std::to_string(stream.number - 1);
            ++m_events;
            if (option("interval_us", 0) > 0)
                m_latency.push_back(double(now - sentNs) / 1000);
            if (m_ticker && stream.number < option("events", 1))
                tick();
        }
        stream.text.erase(0, stream.text.size() - rest.size());
    }

    void finish(Stream &stream)
    {
        if (stream.number != option("events", 1))
            m_error = "an answer ended after " + std::to_string(stream.number) + " events";
        ++m_requests;
        ++stream.requests;
        --m_running;
        startAt(stream, nowNs() + option("pause_us", 0) * 1000);
        if (m_error.empty())
            startDue();
    }

    void tick()
    {
        ::usleep(useconds_t(option("pause_us", 0)));
        m_ticker->write("GET /tick HTTP/1.1\r\nHost: tick\r\n\r\n");
    }

    /// The answers to ticks say nothing.
    void serveTicker()
    {
        m_ticker->flush();
        while (m_ticker->read(m_buffer.data(), m_buffer.size()) > 0) { }
    }

    Options m_options;
    std::unique_ptr<ssl_ctx_st, decltype(&SSL_CTX_free)> m_tls{clientContext(), SSL_CTX_free};
    bool m_isTls;
    std::uint16_t m_port;
    int m_epoll = epoll_create1(EPOLL_CLOEXEC);
    std::vector<Stream> m_streams;
    std::unique_ptr<BenchSocket> m_ticker;
    std::string m_request;
    std::array<char, 65536> m_buffer;
    std::int64_t m_toStart = 0;
    std::int64_t m_nextStartNs = never;
    std::int64_t m_running = 0;
    std::int64_t m_mostRunning = 0;
    std::int64_t m_requests = 0;
    std::int64_t m_events = 0;
    std::vector<double> m_ttfb;
    std::vector<double> m_latency;
    double m_seconds = 0;
    std::string m_error;
};

} // namespace

int main(int argc, char *argv[])
{
    const std::string url = argc > 1 ? argv[1] : "";
    Options options;
    for (int i = 2; i < argc; ++i) {
        const std::string argument = argv[i];
        const auto equals = argument.find('=');
        options[argument.substr(0, equals)] =
            equals == std::string::npos ? 1 : std::atoll(argv[i] + equals + 1);
    }
    const auto host = url.find("://127.0.0.1:");
    if (host == std::string::npos) {
        std::fprintf(stderr, "usage: bench_load http[s]://127.0.0.1:PORT/PATH [name=number...]\n");
        return 2;
    }
    prepareProcess();
    const auto path = url.find('/', host + 3);
    Load load(std::move(options), url.starts_with("https"), std::uint16_t(std::atoi(url.c_str() + host + 13)),
              path == std::string::npos ? "/" : url.substr(path));
    const bool isGood = load.run();
    load.print();
    return isGood ? 0 : 1;
}
