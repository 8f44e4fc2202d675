// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QProcessEnvironment>
#include <QStringList>
#include <chrono>
#include <functional>
#include <memory>

namespace cpx {

/// A program to run on its own: no terminal, no shell unless the program is one. A plain value.
struct ChildCommand
{
    QString program{}; ///< absolute, or looked for in the PATH of `environment`
    QStringList arguments{};
    QString workingDirectory{}; ///< empty: ours
    QProcessEnvironment environment{}; ///< all of it: nothing is inherited
    QByteArray input{}; ///< its standard input, followed by the end of file
    std::chrono::milliseconds timeout{10'000}; ///< for everything, until both its outputs are closed
    qint64 maximumOutput = 1024 * 1024; ///< bytes kept of each output; a child that writes on is ended
    int maximumProcesses = 64; ///< it and what it starts, at a time; a tree with more is ended. 0: nobody counts
};

/// How it ended, and what it wrote. A plain value.
struct ChildResult
{
    enum class Ending {
        Exited, ///< by itself: see exitCode
        Crashed, ///< by a signal that was not ours, or because of too many processes: see error
        TimedOut,
        TooMuchOutput,
        NotStarted, ///< see error
        Cancelled,
    };
    Ending ending = Ending::Exited;
    int exitCode = 0; ///< of Exited
    QString error{}; ///< for people: why it did not start, or what ended it
    QByteArray output{}; ///< standard output, also of a child that was ended early
    QByteArray errors{}; ///< standard error
    std::chrono::microseconds duration{0};

    bool isSuccess() const { return ending == Ending::Exited && exitCode == 0; }
};

/// One run of a child process in a session of its own. It ends exactly once, and then nothing that it started is left: on
/// a timeout, too much output, a cancel or the destruction of this object the whole tree is sent SIGTERM, and SIGKILL two
/// seconds later (at once when this object goes). What it has left behind when it exits and its outputs are closed is
/// ended in the same way. How, and with which limits: see ChildTree. Never blocks; lives in the thread that made it.
class ChildProcess : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(const ChildResult &result)>;

    /// `done` is called once, from the event loop, and not at all once this object is destroyed.
    ChildProcess(ChildCommand command, Done done, QObject *parent = nullptr);
    ~ChildProcess() override;

    void cancel();
    qint64 processId() const; ///< 0 before it runs and after it has ended

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace cpx
