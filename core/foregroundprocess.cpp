// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/foregroundprocess.h"

#include "core/hardening.h"
#include "core/unixsignals.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QProcess>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/stat.h>
#endif

namespace cpx {

Result<int> runInForeground(const QString &program, const QStringList &arguments,
                            const QProcessEnvironment &environment)
{
    QProcess process;
    process.setProgram(program);
    process.setArguments(arguments);
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    process.setInputChannelMode(QProcess::ForwardedInputChannel);

    QEventLoop loop;
    UnixSignals received;
#ifdef Q_OS_UNIX
    // The child gets default actions whatever we do with the signals; the terminal sends Ctrl-C to both of us.
    process.setChildProcessModifier([] {
        for (const int number : {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ})
            ::signal(number, SIG_DFL);
        if (const int mask = fileMaskBeforeHardening(); mask >= 0)
            ::umask(mode_t(mask)); // what it writes is the user's, not ours
    });
    ::signal(SIGQUIT, SIG_IGN);
    QObject::connect(&received, &UnixSignals::terminationRequested, &loop, [&process](int number) {
        if (number != SIGINT && process.processId() > 0)
            ::kill(pid_t(process.processId()), number);
    });
#endif
    QObject::connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
    QObject::connect(&process, &QProcess::errorOccurred, &loop, [&loop](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            loop.quit();
    });
    process.start();
    if (process.error() != QProcess::FailedToStart) // else it has said so already, before there was a loop to quit
        loop.exec();
#ifdef Q_OS_UNIX
    ::signal(SIGQUIT, SIG_DFL);
#endif
    if (process.error() == QProcess::FailedToStart) {
        return Error{Error::Code::Io,
                     QCoreApplication::translate("cpx", "%1 cannot be started: %2").arg(program, process.errorString())};
    }
    constexpr int signalBase = 128;
    return process.exitStatus() == QProcess::CrashExit ? signalBase + process.exitCode() : process.exitCode();
}

} // namespace cpx
