// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"

#include <QByteArray>
#include <array>
#include <vector>

namespace cpx {

/// What a supervisor needs to run a child. It is used by two more processes that share our memory, so everything is made
/// before they start: they allocate nothing and take no lock.
struct ChildLaunch
{
    QByteArray program{}; ///< a path
    QByteArray workingDirectory{}; ///< empty: ours
    std::vector<QByteArray> arguments{}; ///< the program's name first
    std::vector<QByteArray> environment{}; ///< NAME=value
    std::vector<char *> argumentPointers{}; ///< into `arguments`, and a null
    std::vector<char *> environmentPointers{};

    std::array<Descriptor, 3> streams{}; ///< the child's standard streams; numbers above 2
    Descriptor channel{}; ///< the supervisor's end of the channel to ChildTree; a number above 2
    int maximumProcesses = 0; ///< 0: nobody counts
    int fileMask = -1; ///< umask of the child; -1: ours

    int failedStep = 0; ///< written by the child when it cannot become the program
    int failure = 0; ///< errno of that
};

/// What a supervisor writes into the channel, one record a time. After the last one it closes its end: nothing is left.
struct SupervisorReport
{
    enum class Kind {
        Started, ///< value: the child's process ID
        NoProgram, ///< value: errno
        NoDirectory, ///< value: errno, of the working directory
        NoProcess, ///< value: errno, of clone(2)
        Exited, ///< value: what waitpid(2) says
        TooManyProcesses,
    };
    Kind kind = Kind::Started;
    int value = 0;
};

/// What it reads from the channel: one byte. An end of file means Kill, too: whoever asked for the child is gone.
enum class SupervisorCommand : char { Terminate = 'T', Kill = 'K' };

/// Runs a supervisor until the child and everything it started is gone; for a thread of its own, which blocks all
/// signals and does nothing else. See ChildTree.
void runSupervisor(ChildLaunch &launch);

} // namespace cpx
