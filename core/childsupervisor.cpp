// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/childsupervisor.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>

// All of this but runSupervisor() runs in processes that share the memory, and the thread-local storage, of a thread that
// waits for them meanwhile. Hence: system calls only, no allocation, no lock, nothing of Qt beyond reading bytes.

namespace cpx {

namespace {

constexpr size_t supervisorStackSize = 128 * 1024;
constexpr size_t childStackSize = 32 * 1024;
constexpr int channelNumber = 3;
constexpr int graceMs = 2000; ///< between SIGTERM and SIGKILL
constexpr int killingLimitMs = 2000; ///< when nothing ends for so long, what is left hangs in the kernel
constexpr int reapedAtOnce = 64; ///< a fork bomb brings new ones all the time
constexpr int killingRoundMs = 5;
constexpr int countingMs = 25;
constexpr int maximumDepth = 16; ///< of the tree at one look; what is deeper comes up when its parents are gone
constexpr rlim_t maximumData = rlim_t(2) << 30; ///< bytes of private writable memory
constexpr rlim_t maximumDescriptors = 1024; ///< what programs are used to; ours may be raised far above

enum FailedStep { NoStep, DirectoryStep, ProgramStep };

qint64 nowMs()
{
    timespec now = {};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return qint64(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

/// Lowers the soft limit only: a program that is meant to use more can raise it.
void lowerLimit(__rlimit_resource resource, rlim_t value)
{
    rlimit limit = {};
    if (::getrlimit(resource, &limit) == 0 && limit.rlim_cur > value) {
        limit.rlim_cur = value;
        ::setrlimit(resource, &limit);
    }
}

void setLimits(const ChildLaunch &launch)
{
    const rlimit none = {0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    lowerLimit(RLIMIT_DATA, maximumData);
    lowerLimit(RLIMIT_NOFILE, maximumDescriptors);
    // The kernel counts all threads of the user, not those of one tree, and we cannot know how many are the desktop's. All
    // threads of the system and the child's own stop a fork bomb early and leave the others room. Not enforced for root.
    struct sysinfo system = {};
    if (launch.maximumProcesses > 0 && ::sysinfo(&system) == 0)
        lowerLimit(RLIMIT_NPROC, rlim_t(system.procs) + rlim_t(launch.maximumProcesses));
}

/// The child, between clone(2) and execve(2), while the supervisor is suspended.
int becomeProgram(void *argument)
{
    auto &launch = *static_cast<ChildLaunch *>(argument);
    ::setsid();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // of the supervisor, without which nobody would end it
    for (int number = 1; number < NSIG; ++number)
        ::signal(number, SIG_DFL); // handlers would run in our memory, and what we ignore would stay ignored
    setLimits(launch);
    if (launch.fileMask >= 0)
        ::umask(mode_t(launch.fileMask));
    launch.failedStep = DirectoryStep;
    if (launch.workingDirectory.isEmpty() || ::chdir(launch.workingDirectory.constData()) == 0) {
        launch.failedStep = ProgramStep;
        sigset_t none;
        ::sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        ::execve(launch.program.constData(), launch.argumentPointers.data(), launch.environmentPointers.data());
    }
    launch.failure = errno;
    ::_exit(127);
}

/// Calls visit(number) for each decimal number of a file, until one call says false.
template<typename Visit>
bool forEachNumberIn(const char *path, Visit visit)
{
    const Descriptor file(::open(path, O_RDONLY | O_CLOEXEC));
    char buffer[512];
    int number = 0;
    for (;;) {
        const ssize_t size = ::read(file.get(), buffer, sizeof buffer);
        if (size <= 0)
            return true;
        for (const char *at = buffer; at < buffer + size; ++at) {
            if (*at >= '0' && *at <= '9') {
                number = number * 10 + (*at - '0');
            } else if (number > 0) {
                if (!visit(number))
                    return false;
                number = 0;
            }
        }
    }
}

struct DirectoryEntry // what getdents64(2) writes; readdir(3) would allocate
{
    quint64 inode;
    qint64 offset;
    quint16 size;
    quint8 type;
    char name[1]; // and more
};

/// Calls visit(pid) for each process below `parent`, parents first, until one call says false.
template<typename Visit>
bool forEachDescendant(pid_t parent, Visit &visit, int depth = maximumDepth)
{
    char path[64];
    std::snprintf(path, sizeof path, "/proc/%d/task", int(parent));
    const Descriptor directory(::open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    alignas(DirectoryEntry) char entries[1024];
    for (;;) {
        const long size = ::syscall(SYS_getdents64, directory.get(), entries, sizeof entries);
        if (size <= 0)
            return true;
        for (long at = 0; at < size;) {
            const auto *entry = reinterpret_cast<const DirectoryEntry *>(entries + at);
            const char *name = entries + at + offsetof(DirectoryEntry, name);
            at += entry->size;
            if (*name == '.')
                continue;
            std::snprintf(path, sizeof path, "/proc/%d/task/%.20s/children", int(parent), name);
            const bool goesOn = forEachNumberIn(path, [&](pid_t child) {
                return visit(child) && (depth == 0 || forEachDescendant(child, visit, depth - 1));
            });
            if (!goesOn)
                return false;
        }
    }
}

struct SupervisorArguments
{
    ChildLaunch &launch;
    const std::array<int, 3> streams; ///< copies: those in `launch` are closed while the supervisor begins
    const int channel;
};

class Supervisor
{
public:
    explicit Supervisor(const SupervisorArguments &arguments)
        : m_arguments(arguments)
        , m_launch(arguments.launch)
        , m_self(::getpid())
    {
    }

    /// Returns when nothing is left.
    void run()
    {
        takeOver();
        char pending = 0;
        if (::recv(channelNumber, &pending, 1, MSG_PEEK | MSG_DONTWAIT) >= 0)
            return; // cancelled before it began
        if (start())
            watch();
    }

private:
    /// A process on its own, with no descriptors but those for the child and the channel.
    void takeOver()
    {
        // What is sent to our process group is not meant for those we supervise. No session: making one costs the scheduler
        // milliseconds when others want the processor, too.
        ::setpgid(0, 0);
        ::prctl(PR_SET_NAME, "codex-plus-run");
        ::prctl(PR_SET_CHILD_SUBREAPER, 1);
        ::signal(SIGCHLD, SIG_DFL); // ignored, it would reap for us
        for (int number = 0; number < 3; ++number)
            ::dup2(m_arguments.streams[size_t(number)], number);
        if (m_arguments.channel != channelNumber)
            ::dup3(m_arguments.channel, channelNumber, O_CLOEXEC);
        constexpr unsigned first = channelNumber + 1;
        if (::syscall(SYS_close_range, first, ~0U, 0) != 0) { // before Linux 5.9, or forbidden
            rlimit limit = {};
            ::getrlimit(RLIMIT_NOFILE, &limit);
            for (rlim_t number = first; number < limit.rlim_cur; ++number)
                ::close(int(number));
        }
        sigset_t childEnds;
        ::sigemptyset(&childEnds);
        ::sigaddset(&childEnds, SIGCHLD); // blocked, like all others
        m_ends = ::signalfd(-1, &childEnds, SFD_CLOEXEC | SFD_NONBLOCK);
    }

    bool start()
    {
        m_child = ::clone(becomeProgram, m_childStack + childStackSize, CLONE_VM | CLONE_VFORK | SIGCHLD, &m_launch);
        const int failure = errno;
        for (int number = 0; number < 3; ++number)
            ::close(number); // else nobody would see the child close them
        if (m_child < 0) {
            report(SupervisorReport::Kind::NoProcess, failure);
            return false;
        }
        if (m_launch.failure != 0) {
            ::waitpid(m_child, nullptr, 0);
            report(m_launch.failedStep == DirectoryStep ? SupervisorReport::Kind::NoDirectory : SupervisorReport::Kind::NoProgram,
                   m_launch.failure);
            return false;
        }
        report(SupervisorReport::Kind::Started, m_child);
        return true;
    }

    void watch()
    {
        while (reap()) {
            const qint64 now = nowMs();
            if (m_killAt != 0 && now >= m_killAt) {
                if (!std::exchange(m_isKilling, true))
                    m_endedAt = now;
                killAll();
                if (now > m_endedAt + killingLimitMs)
                    return;
            } else if (m_launch.maximumProcesses > 0 && now >= m_countAt) {
                m_countAt = now + countingMs;
                if (isTooMany()) {
                    report(SupervisorReport::Kind::TooManyProcesses, 0);
                    killNow();
                    continue;
                }
            }
            waitForNews(now);
        }
    }

    /// False when there is no child any more, nor one that a child has left.
    bool reap()
    {
        for (int count = 0; count < reapedAtOnce; ++count) {
            int status = 0;
            const pid_t ended = ::waitpid(-1, &status, WNOHANG | __WALL);
            if (ended <= 0)
                return ended == 0;
            m_endedAt = nowMs();
            if (ended == m_child)
                report(SupervisorReport::Kind::Exited, status);
        }
        return true;
    }

    void killNow()
    {
        const qint64 now = nowMs();
        if (m_killAt == 0 || m_killAt > now)
            m_killAt = now;
    }

    void waitForNews(qint64 now)
    {
        qint64 timeout = -1;
        if (m_killAt != 0)
            timeout = m_killAt > now ? m_killAt - now : killingRoundMs;
        if (m_launch.maximumProcesses > 0 && (timeout < 0 || m_countAt - now < timeout))
            timeout = std::max<qint64>(m_countAt - now, killingRoundMs);
        pollfd news[] = {{m_ends, POLLIN, 0}, {m_channel, POLLIN, 0}};
        ::poll(news, 2, int(timeout));
        signalfd_siginfo ignored;
        while (::read(m_ends, &ignored, sizeof ignored) > 0) { } // reap() finds out itself
        if (news[1].revents != 0)
            obey();
    }

    void obey()
    {
        char command = 0;
        const ssize_t size = ::recv(m_channel, &command, 1, MSG_DONTWAIT);
        if (size == 1 && command == char(SupervisorCommand::Terminate)) {
            if (m_killAt == 0) {
                m_killAt = nowMs() + graceMs;
                terminateAll();
            }
            return;
        }
        if (size != 1)
            m_channel = -1; // poll(2) passes over it
        killNow();
    }

    void terminateAll()
    {
        auto terminate = [](pid_t process) {
            ::kill(process, SIGTERM);
            ::kill(process, SIGCONT); // one that is stopped would not notice
            return true;
        };
        forEachDescendant(m_self, terminate);
    }

    /// Whole process groups, because that is atomic: a group that forks all the time cannot outrun it. Children of those
    /// that are gone become ours, so that repeating this reaches everything.
    void killAll()
    {
        pid_t last = 0;
        auto killGroup = [&last](pid_t process) {
            const pid_t group = ::getpgid(process);
            if (group > 1 && group != last && group != ::getpgrp())
                ::kill(-group, SIGKILL);
            last = group;
            return true;
        };
        forEachDescendant(m_self, killGroup);
    }

    bool isTooMany()
    {
        int count = 0;
        auto tally = [&count, this](pid_t) { return ++count <= m_launch.maximumProcesses; };
        return !forEachDescendant(m_self, tally);
    }

    void report(SupervisorReport::Kind kind, int value)
    {
        const SupervisorReport report{kind, value};
        ::send(channelNumber, &report, sizeof report, MSG_NOSIGNAL | MSG_DONTWAIT);
    }

    const SupervisorArguments &m_arguments;
    ChildLaunch &m_launch;
    const pid_t m_self;
    pid_t m_child = -1;
    int m_ends = -1; ///< a signalfd
    int m_channel = channelNumber; ///< to read from
    qint64 m_killAt = 0; ///< 0: not yet decided
    bool m_isKilling = false;
    qint64 m_endedAt = 0; ///< when something was last seen to end, or killing began
    qint64 m_countAt = 0;
    alignas(16) char m_childStack[childStackSize];
};

int supervise(void *argument)
{
    Supervisor(*static_cast<const SupervisorArguments *>(argument)).run();
    ::_exit(0);
}

} // namespace

void runSupervisor(ChildLaunch &launch)
{
    alignas(16) char stack[supervisorStackSize];
    SupervisorArguments arguments{
        launch, {launch.streams[0].get(), launch.streams[1].get(), launch.streams[2].get()}, launch.channel.get()};
    // Without CLONE_VFORK: a thread suspended by that could not be stopped, and Ctrl-Z would have to wait for the child.
    const pid_t supervisor = ::clone(supervise, stack + supervisorStackSize, CLONE_VM | SIGCHLD, &arguments);
    const int failure = errno;
    // From here on errno is the supervisor's: nothing may fail before it has ended.
    launch.streams = {};
    if (supervisor < 0) {
        const SupervisorReport report{SupervisorReport::Kind::NoProcess, failure};
        ::send(launch.channel.get(), &report, sizeof report, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    launch.channel.reset();
    if (supervisor > 0)
        while (::waitpid(supervisor, nullptr, 0) < 0 && errno == EINTR) { }
}

} // namespace cpx
