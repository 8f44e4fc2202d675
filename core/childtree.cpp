// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/childtree.h"

#include "core/childsupervisor.h"
#include "core/hardening.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSocketNotifier>
#include <QStandardPaths>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/wait.h>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr size_t threadStackSize = 512 * 1024;

/// The numbers of standard streams are for the child's own.
Descriptor aboveStandardStreams(Descriptor descriptor)
{
    if (!descriptor.isOpen() || descriptor.get() > STDERR_FILENO)
        return descriptor;
    return Descriptor(::fcntl(descriptor.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
}

void fillPointers(std::vector<QByteArray> &strings, std::vector<char *> &pointers)
{
    pointers.reserve(strings.size() + 1);
    for (QByteArray &string : strings)
        pointers.push_back(string.data());
    pointers.push_back(nullptr);
}

std::unique_ptr<ChildLaunch> prepared(const ChildTree::Program &program)
{
    auto launch = std::make_unique<ChildLaunch>();
    launch->program = QFile::encodeName(program.program);
    launch->workingDirectory = QFile::encodeName(program.workingDirectory);
    launch->maximumProcesses = program.maximumProcesses;
    launch->fileMask = fileMaskBeforeHardening();
    launch->arguments.push_back(launch->program);
    for (const QString &argument : program.arguments)
        launch->arguments.push_back(QFile::encodeName(argument));
    for (const QString &variable : program.environment.toStringList())
        launch->environment.push_back(variable.toLocal8Bit());
    fillPointers(launch->arguments, launch->argumentPointers);
    fillPointers(launch->environment, launch->environmentPointers);
    return launch;
}

void *superviseInThread(void *argument)
{
    const std::unique_ptr<ChildLaunch> launch(static_cast<ChildLaunch *>(argument));
    runSupervisor(*launch);
    return nullptr;
}

/// Starts the thread, which then owns `launch`. Returns an errno.
int startThread(std::unique_ptr<ChildLaunch> launch)
{
    pthread_attr_t attributes;
    ::pthread_attr_init(&attributes);
    ::pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    ::pthread_attr_setstacksize(&attributes, threadStackSize);
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_attr_setsigmask_np(&attributes, &all);
    pthread_t thread;
    const int failure = ::pthread_create(&thread, &attributes, superviseInThread, launch.get());
    ::pthread_attr_destroy(&attributes);
    if (failure == 0)
        launch.release();
    return failure;
}

} // namespace

ChildTree::ChildTree(const Program &program, std::array<Descriptor, 3> streams, QObject *parent)
    : QObject(parent)
    , m_programName(program.program)
    , m_workingDirectory(program.workingDirectory)
{
    start(program, std::move(streams));
}

ChildTree::~ChildTree()
{
    delete m_notifier; // before the number it watches is free for others
    m_channel.reset(); // which the supervisor sees
}

void ChildTree::start(const Program &program, std::array<Descriptor, 3> streams)
{
    auto launch = prepared(program);
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return failLater(tr("no channel to it can be made: %1; close other programs").arg(qt_error_string(errno)));
    m_channel.reset(ends[0]);
    launch->channel = aboveStandardStreams(Descriptor(ends[1]));
    bool isComplete = launch->channel.isOpen();
    for (size_t at = 0; at < streams.size(); ++at) {
        launch->streams[at] = aboveStandardStreams(std::move(streams[at]));
        isComplete = isComplete && launch->streams[at].isOpen();
    }
    if (!isComplete)
        return failLater(tr("too many files are open; raise the limit of open files"));
    if (const int failure = startThread(std::move(launch)); failure != 0)
        return failLater(tr("no thread can be started for it: %1; close other programs").arg(qt_error_string(failure)));
    m_notifier = new QSocketNotifier(m_channel.get(), QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &ChildTree::readReports);
}

void ChildTree::failLater(const QString &reason)
{
    QMetaObject::invokeMethod(
        this,
        [this, reason] {
            emit notStarted(reason);
            emit gone();
        },
        Qt::QueuedConnection);
}

void ChildTree::terminate()
{
    send(char(SupervisorCommand::Terminate));
}

void ChildTree::kill()
{
    send(char(SupervisorCommand::Kill));
}

void ChildTree::send(char command)
{
    if (m_channel.isOpen())
        ::send(m_channel.get(), &command, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

void ChildTree::readReports()
{
    SupervisorReport report;
    ssize_t size = 0;
    while ((size = ::recv(m_channel.get(), &report, sizeof report, MSG_DONTWAIT)) == ssize_t(sizeof report)) {
        switch (report.kind) {
        case SupervisorReport::Kind::Started:
            m_processId = report.value;
            break;
        case SupervisorReport::Kind::NoProgram:
            emit notStarted(tr("%1 cannot be executed: %2; check that it is a program, and its permissions")
                                .arg(m_programName, qt_error_string(report.value)));
            break;
        case SupervisorReport::Kind::NoDirectory:
            emit notStarted(tr("the working directory %1 cannot be entered: %2; check that it exists, and its permissions")
                                .arg(m_workingDirectory, qt_error_string(report.value)));
            break;
        case SupervisorReport::Kind::NoProcess:
            emit notStarted(tr("no process can be started for it: %1; close other programs").arg(qt_error_string(report.value)));
            break;
        case SupervisorReport::Kind::Exited:
            m_processId = 0;
            if (WIFSIGNALED(report.value))
                emit crashed(WTERMSIG(report.value));
            else
                emit exited(WEXITSTATUS(report.value));
            break;
        case SupervisorReport::Kind::TooManyProcesses:
            emit tooManyProcesses();
            break;
        }
    }
    if (size < 0 && errno == EAGAIN)
        return;
    m_notifier->setEnabled(false);
    m_channel.reset();
    if (m_processId > 0) // the supervisor was ended from outside: what we can still name
        ::kill(-pid_t(std::exchange(m_processId, 0)), SIGKILL);
    emit gone();
}

QString ChildTree::findProgram(const QString &program, const QString &path)
{
    if (QDir::isAbsolutePath(program))
        return QFileInfo(program).isFile() && QFileInfo(program).isExecutable() ? program : QString();
    if (program.isEmpty() || program.contains(u'/'))
        return {};
    QStringList directories = path.split(u':', Qt::SkipEmptyParts);
    directories.removeIf([](const QString &directory) { return !QDir::isAbsolutePath(directory); });
    return directories.isEmpty() ? QString() : QStandardPaths::findExecutable(program, directories);
}

} // namespace cpx
