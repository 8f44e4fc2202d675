// SPDX-License-Identifier: GPL-3.0-or-later
#include "terminal.h"

#include <QCoreApplication>
#include <QProcess>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace cpx::e2e {

QString Terminal::tmux()
{
    return QStandardPaths::findExecutable(u"tmux"_s);
}

Terminal::Terminal(const QStringList &command, const QString &directory,
                   const QProcessEnvironment &environment)
    : m_socket(u"cpx-e2e-%1"_s.arg(QCoreApplication::applicationPid()))
    , m_environment(environment)
{
    m_environment.remove(u"TMUX"_s); // or we would be a guest in the developer's own
    run(QStringList{u"-f"_s, u"/dev/null"_s, u"new-session"_s, u"-d"_s, u"-x"_s, u"110"_s, u"-y"_s, u"45"_s,
                    u"-c"_s, directory}
        + command);
}

Terminal::~Terminal()
{
    run({u"kill-server"_s});
}

QString Terminal::screen() const
{
    return QString::fromUtf8(run({u"capture-pane"_s, u"-p"_s}));
}

void Terminal::type(const QString &text)
{
    run({u"send-keys"_s, u"-l"_s, text});
}

void Terminal::press(const QString &key)
{
    run({u"send-keys"_s, key});
}

QByteArray Terminal::run(const QStringList &arguments) const
{
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.start(tmux(), QStringList{u"-L"_s, m_socket} + arguments);
    process.waitForFinished(10'000);
    return process.readAllStandardOutput();
}

} // namespace cpx::e2e
