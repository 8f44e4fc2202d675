// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDeadlineTimer>
#include <functional>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cpx {

/// A fork of the test that has a terminal of its own. What it does must not need threads or an event loop.
class PseudoTerminal
{
public:
    explicit PseudoTerminal(const std::function<int()> &program)
    {
        m_pid = ::forkpty(&m_master, nullptr, nullptr, nullptr);
        if (m_pid == 0)
            ::_exit(program());
    }
    ~PseudoTerminal()
    {
        if (!m_hasEnded)
            ::kill(m_pid, SIGKILL);
        if (!m_hasEnded)
            ::waitpid(m_pid, nullptr, 0);
        ::close(m_master);
    }

    void type(const QByteArray &keys) const { (void)!::write(m_master, keys.constData(), size_t(keys.size())); }

    /// All that was shown so far, once `text` is part of it; waits for it.
    bool shows(const QByteArray &text)
    {
        QDeadlineTimer deadline(20'000);
        while (!m_shown.contains(text) && !deadline.hasExpired()) {
            pollfd ready{m_master, POLLIN, 0};
            if (::poll(&ready, 1, 100) <= 0)
                continue;
            char buffer[4096];
            const ssize_t count = ::read(m_master, buffer, sizeof buffer);
            if (count <= 0)
                break;
            m_shown.append(buffer, count);
        }
        return m_shown.contains(text);
    }
    QByteArray shown() const { return m_shown; }

    int exitCode()
    {
        int status = -1;
        ::waitpid(m_pid, &status, 0);
        m_hasEnded = true;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    int m_master = -1;
    pid_t m_pid = -1;
    bool m_hasEnded = false;
    QByteArray m_shown;
};

} // namespace cpx
