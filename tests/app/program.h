// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <csignal>

namespace cpx {

constexpr int patience = 20'000; ///< milliseconds; for busy machines

/// The real program in an environment of its own.
class Program
{
public:
    explicit Program(const QString &home)
    {
        m_environment.insert(QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin"));
        m_environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
        if (!home.isEmpty())
            m_environment.insert(QStringLiteral("HOME"), home);
    }
    ~Program()
    {
        if (process.state() != QProcess::NotRunning) {
            process.kill();
            process.waitForFinished(patience);
        }
    }

    void start(const QStringList &arguments)
    {
        process.setProcessEnvironment(m_environment);
        process.start(QStringLiteral(CPX_PROGRAM), arguments);
    }
    /// Through a shell, in whose script "$@" stands for the program and its arguments.
    void startIn(const QString &script, const QStringList &arguments)
    {
        process.setProcessEnvironment(m_environment);
        process.start(QStringLiteral("/bin/sh"), QStringList{QStringLiteral("-c"), script, QStringLiteral("sh"), QStringLiteral(CPX_PROGRAM)} + arguments);
    }
    bool isListening()
    {
        m_out += process.readAllStandardOutput();
        return m_out.contains('\n');
    }
    bool hasEnded() const { return process.state() == QProcess::NotRunning; }
    void terminate() { ::kill(pid_t(process.processId()), SIGTERM); }
    QByteArray out() { return m_out += process.readAllStandardOutput(); }
    QByteArray err() { return m_err += process.readAllStandardError(); }
    quint16 port()
    {
        const QByteArray line = out();
        return line.mid(line.lastIndexOf(':') + 1).trimmed().toUShort();
    }

    QProcess process;

private:
    QProcessEnvironment m_environment;
    QByteArray m_out;
    QByteArray m_err;
};

} // namespace cpx
