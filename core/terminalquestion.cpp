// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/terminalquestion.h"

#include <cerrno>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace cpx {

namespace {

constexpr qsizetype longestAnswer = 1024;

bool writeAll(int terminal, const QByteArray &bytes)
{
    for (qsizetype written = 0; written < bytes.size();) {
        const ssize_t count = ::write(terminal, bytes.constData() + written, size_t(bytes.size() - written));
        if (count < 0 && errno != EINTR)
            return false;
        written += qMax(ssize_t(0), count);
    }
    return true;
}

std::optional<QString> readLine(int terminal)
{
    QByteArray line;
    while (line.size() < longestAnswer) {
        char c = 0;
        const ssize_t count = ::read(terminal, &c, 1);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return std::nullopt;
        if (c == '\n')
            break;
        line += c;
    }
    return QString::fromUtf8(line).trimmed();
}

} // namespace

std::optional<QString> askOnTerminal(const QByteArray &question)
{
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0)
        return std::nullopt;
    std::optional<QString> answer;
    ::tcflush(terminal, TCIFLUSH);
    if (writeAll(terminal, question))
        answer = readLine(terminal);
    ::close(terminal);
    return answer;
}

} // namespace cpx
