// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"

#include <QObject>
#include <QProcessEnvironment>
#include <QStringList>
#include <array>

QT_BEGIN_NAMESPACE
class QSocketNotifier;
QT_END_NAMESPACE

namespace cpx {

/// A program in a session of its own, and everything it starts: ended as a whole, also what has left its session and
/// whose parents are gone. ChildProcess is the class for programs that are asked one question; this one is what it, and
/// who talks with a child for longer, stand on. Never blocks; lives in the thread that made it.
///
/// Each has a supervisor: a process that shares our memory (clone(2) with CLONE_VM, so its price does not depend on our
/// size), has adopted orphans (PR_SET_CHILD_SUBREAPER) and knows no other descriptors. It starts the child as vfork(2)
/// does, reaps whatever ends, and walks /proc/<pid>/task/<tid>/children to find whom to signal. It ends everything when
/// this object or our process goes, however that happens. A thread with a small stack sleeps until the supervisor ends.
///
/// Limits of the child (soft, so a program can raise them): 2 GiB of private writable memory per process, 1024
/// descriptors, no core dumps; RLIMIT_NPROC is all threads of the system and `maximumProcesses`; and the tree is counted
/// forty times a second. What it cannot do: end a process that hangs in the kernel or has become another user's (sudo);
/// without /proc it ends only the child's direct group.
class ChildTree : public QObject
{
    Q_OBJECT

public:
    struct Program
    {
        QString program{}; ///< a path
        QStringList arguments{};
        QString workingDirectory{}; ///< empty: ours
        QProcessEnvironment environment{}; ///< all of it
        int maximumProcesses = 64; ///< a tree with more is ended; 0: nobody counts
    };

    /// `streams` become its standard input, output and error; they should have FD_CLOEXEC.
    ChildTree(const Program &program, std::array<Descriptor, 3> streams, QObject *parent = nullptr);
    /// Ends everything at once, without waiting for it.
    ~ChildTree() override;

    /// SIGTERM to all, and SIGKILL two seconds later to what is left.
    void terminate();
    /// SIGKILL to all.
    void kill();
    qint64 processId() const { return m_processId; } ///< 0 before it runs and after it has ended

    /// The file of a program, absolute or to be found in `path` (as in PATH, relative entries do not count); empty when
    /// there is none that can be executed.
    static QString findProgram(const QString &program, const QString &path);

signals:
    void notStarted(const QString &reason); ///< followed by gone()
    void exited(int code); ///< the program itself; others may be left
    void crashed(int signalNumber); ///< the program itself, by a signal
    void tooManyProcesses(); ///< it is being ended for that
    void gone(); ///< nothing is left; the last signal. This object may be deleted in it.

private:
    void start(const Program &program, std::array<Descriptor, 3> streams);
    void readReports();
    void send(char command);
    void failLater(const QString &reason);

    QString m_programName;
    QString m_workingDirectory;
    Descriptor m_channel;
    QSocketNotifier *m_notifier = nullptr; ///< a child
    qint64 m_processId = 0;
};

} // namespace cpx
