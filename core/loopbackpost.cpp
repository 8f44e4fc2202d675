// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/loopbackpost.h"

#include "core/portowner.h"

#include <QByteArrayList>

#ifdef Q_OS_UNIX
#include <arpa/inet.h>
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace cpx {

#ifdef Q_OS_UNIX

namespace {

using Clock = std::chrono::steady_clock;

constexpr qsizetype maximumHead = 64 * 1024; ///< bytes
constexpr qsizetype maximumAnswer = 16 * 1024 * 1024;

/// A connected socket that gives up at a point in time.
class Socket
{
public:
    Socket() = default;
    ~Socket()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    Q_DISABLE_COPY_MOVE(Socket)

    void setDeadline(std::chrono::milliseconds fromNow) { m_deadline = Clock::now() + fromNow; }

    bool connectTo(const QByteArray &host, quint16 port)
    {
        sockaddr_in v4 = {};
        sockaddr_in6 v6 = {};
        const bool isV4 = ::inet_pton(AF_INET, host.constData(), &v4.sin_addr) == 1;
        if (!isV4 && ::inet_pton(AF_INET6, host.constData(), &v6.sin6_addr) != 1)
            return false;
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        m_descriptor = ::socket(isV4 ? AF_INET : AF_INET6, SOCK_STREAM, 0);
        if (m_descriptor < 0)
            return false;
        ::fcntl(m_descriptor, F_SETFD, FD_CLOEXEC);
        ::fcntl(m_descriptor, F_SETFL, O_NONBLOCK);
        const int on = 1;
        ::setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const auto *address = isV4 ? reinterpret_cast<const sockaddr *>(&v4) : reinterpret_cast<const sockaddr *>(&v6);
        if (::connect(m_descriptor, address, isV4 ? sizeof v4 : sizeof v6) == 0)
            return true;
        if (errno != EINPROGRESS || !waitFor(POLLOUT))
            return false;
        int error = 0;
        socklen_t size = sizeof error;
        return ::getsockopt(m_descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
    }

    bool send(const QByteArray &bytes)
    {
        for (qsizetype sent = 0; sent < bytes.size();) {
            const ssize_t count = ::send(m_descriptor, bytes.constData() + sent, size_t(bytes.size() - sent), MSG_NOSIGNAL);
            if (count >= 0)
                sent += count;
            else if (errno != EINTR && (errno != EAGAIN || !waitFor(POLLOUT)))
                return false;
        }
        return true;
    }

    /// Appends what comes next; false at the end, and when it takes too long.
    bool receive(QByteArray &bytes)
    {
        char buffer[16 * 1024];
        for (;;) {
            const ssize_t count = ::recv(m_descriptor, buffer, sizeof buffer, 0);
            if (count > 0) {
                bytes.append(buffer, count);
                return true;
            }
            if (count == 0 || (errno != EINTR && (errno != EAGAIN || !waitFor(POLLIN))))
                return false;
        }
    }

private:
    bool waitFor(short events)
    {
        for (;;) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(m_deadline - Clock::now()).count();
            if (left <= 0)
                return false;
            pollfd entry = {m_descriptor, events, 0};
            const int ready = ::poll(&entry, 1, int(left));
            if (ready > 0)
                return true;
            if (ready == 0 || errno != EINTR)
                return false;
        }
    }

    int m_descriptor = -1;
    Clock::time_point m_deadline;
};

struct Head
{
    int status = 0;
    qsizetype length = -1; ///< of the body; unknown: until the connection closes
    bool isChunked = false;
};

/// Takes one head off the front of what has been received.
std::optional<Head> takeHead(Socket &socket, QByteArray &received)
{
    qsizetype end = -1;
    while ((end = received.indexOf("\r\n\r\n")) < 0) {
        if (received.size() > maximumHead || !socket.receive(received))
            return std::nullopt;
    }
    const QByteArrayList lines = received.first(end).split('\n');
    received.remove(0, end + 4);
    Head head;
    if (!lines.first().startsWith("HTTP/1.1 ") || (head.status = lines.first().mid(9, 3).toInt()) < 100)
        return std::nullopt;
    for (const QByteArray &line : lines) {
        const QByteArray name = line.first(qMax<qsizetype>(0, line.indexOf(':'))).toLower();
        if (name == "content-length")
            head.length = line.sliced(name.size() + 1).trimmed().toLongLong();
        else if (name == "transfer-encoding")
            head.isChunked = true;
    }
    return head;
}

QByteArray requestHead(const LoopbackPost &post)
{
    const QByteArray host = post.host.contains(':') ? '[' + post.host + ']' : post.host;
    return "POST " + post.target + " HTTP/1.1\r\nHost: " + host + ':' + QByteArray::number(post.port)
        + "\r\nAuthorization: Bearer " + post.bearerToken + "\r\nContent-Type: application/json\r\nContent-Length: "
        + QByteArray::number(post.body.size()) + "\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n";
}

} // namespace

LoopbackAnswer postToLoopback(const LoopbackPost &post)
{
    LoopbackAnswer answer;
    Socket socket;
    socket.setDeadline(post.promptness);
    if (!socket.connectTo(post.host, post.port) || !isListeningPortOurs(post.port) || !socket.send(requestHead(post)))
        return answer;
    QByteArray received;
    auto head = takeHead(socket, received);
    if (!head || head->status != 100) {
        answer.status = head ? head->status : 0;
        return answer;
    }
    answer.outcome = LoopbackAnswer::Outcome::Lost;
    if (!socket.send(post.body))
        return answer;
    socket.setDeadline(post.patience);
    do
        head = takeHead(socket, received);
    while (head && head->status < 200);
    if (!head || head->isChunked || head->length > maximumAnswer)
        return answer;
    while (head->length < 0 || received.size() < head->length) {
        if (received.size() > maximumAnswer)
            return answer;
        if (!socket.receive(received)) {
            if (head->length >= 0)
                return answer;
            break;
        }
    }
    answer.outcome = LoopbackAnswer::Outcome::Answered;
    answer.status = head->status;
    answer.body = head->length < 0 ? received : received.first(head->length);
    return answer;
}

#else

LoopbackAnswer postToLoopback(const LoopbackPost &)
{
    return {};
}

#endif

} // namespace cpx
