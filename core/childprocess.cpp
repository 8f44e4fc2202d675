// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/childprocess.h"

#include "core/childpipe.h"
#include "core/childtree.h"
#include "core/translate.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSocketNotifier>
#include <QTimer>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace cpx {

namespace {

/// After SIGTERM, two seconds, SIGKILL and its own limit, the supervisor has given up: nothing more will come.
constexpr auto endLimit = 6s;
constexpr qsizetype pieceSize = 16 * 1024;

/// One of its outputs, as far as it is kept.
struct Output
{
    Descriptor end;
    std::unique_ptr<QSocketNotifier> notifier;
    QByteArray kept;

    void close()
    {
        notifier.reset();
        end.reset();
    }
    /// Takes what is there. False when that is more than `maximum` in all.
    bool take(qint64 maximum)
    {
        char piece[pieceSize];
        while (end.isOpen()) {
            const ssize_t size = ::read(end.get(), piece, sizeof piece);
            if (size < 0 && errno == EINTR)
                continue;
            if (size < 0 && errno == EAGAIN)
                break;
            if (size <= 0) {
                close();
                break;
            }
            const qint64 room = maximum - kept.size();
            kept.append(piece, qsizetype(qMin<qint64>(size, room)));
            if (size > room) {
                close(); // what it still says goes nowhere
                return false;
            }
        }
        return true;
    }
};

} // namespace

struct ChildProcess::Private
{
    ChildProcess *q;
    ChildCommand command;
    Done done;
    ChildResult result{};
    QElapsedTimer clock{};
    QTimer timer{};
    std::optional<ChildResult::Ending> reason{}; ///< why we end it
    bool hasExited = false;
    bool isComplete = false; ///< it has exited and its outputs are closed: nothing can change the result
    qsizetype fed = 0;
    Descriptor input{};
    std::unique_ptr<QSocketNotifier> inputNotifier{};
    std::array<Output, 2> outputs{};
    std::unique_ptr<ChildTree> tree{};

    void start();
    void startTree(const QString &program);
    void feed();
    void take(Output &output);
    void end(ChildResult::Ending why);
    void refuse(const QString &error);
    void settle();
    void finishWithin(std::chrono::milliseconds limit);
    void finish();
};

ChildProcess::ChildProcess(ChildCommand command, Done done, QObject *parent)
    : QObject(parent)
    , d(new Private{this, std::move(command), std::move(done)})
{
    d->clock.start();
    d->start();
}

ChildProcess::~ChildProcess() = default;

void ChildProcess::cancel()
{
    d->end(ChildResult::Ending::Cancelled);
}

qint64 ChildProcess::processId() const
{
    return d->tree ? d->tree->processId() : 0;
}

void ChildProcess::Private::start()
{
    const QString program = ChildTree::findProgram(command.program, command.environment.value(u"PATH"_s));
    if (program.isEmpty()) {
        refuse(QDir::isAbsolutePath(command.program)
                   ? translate("cpx", "%1 does not exist or cannot be executed; check its path and permissions").arg(command.program)
                   : translate("cpx", "there is no program %1 in PATH; install it, or give its whole path").arg(command.program));
    } else {
        startTree(program);
    }
}

void ChildProcess::Private::startTree(const QString &program)
{
    ChildPipe in = ChildPipe::toChild();
    ChildPipe out = ChildPipe::fromChild();
    ChildPipe errors = ChildPipe::fromChild();
    if (!in.ours.isOpen() || !out.ours.isOpen() || !errors.ours.isOpen())
        return refuse(translate("cpx", "too many files are open; raise the limit of open files"));
    input = std::move(in.ours);
    outputs[0].end = std::move(out.ours);
    outputs[1].end = std::move(errors.ours);
    feed(); // mostly all of it goes into the pipe, before anybody reads

    for (Output &output : outputs) {
        output.notifier = std::make_unique<QSocketNotifier>(output.end.get(), QSocketNotifier::Read);
        connect(output.notifier.get(), &QSocketNotifier::activated, q, [this, &output] { take(output); });
    }
    tree = std::make_unique<ChildTree>(
        ChildTree::Program{program, command.arguments, command.workingDirectory, command.environment, command.maximumProcesses},
        std::array{std::move(in.theirs), std::move(out.theirs), std::move(errors.theirs)});
    connect(tree.get(), &ChildTree::notStarted, q, [this](const QString &why) {
        result.ending = ChildResult::Ending::NotStarted;
        result.error = why;
    });
    connect(tree.get(), &ChildTree::exited, q, [this](int code) {
        result.exitCode = code;
        hasExited = true;
        settle();
    });
    connect(tree.get(), &ChildTree::crashed, q, [this](int number) {
        result.ending = ChildResult::Ending::Crashed;
        if (result.error.isEmpty())
            result.error = translate("cpx", "ended by signal %1 (%2)").arg(QString::number(number), QString::fromLatin1(::sigdescr_np(number)));
        hasExited = true;
        settle();
    });
    connect(tree.get(), &ChildTree::tooManyProcesses, q, [this] {
        result.ending = ChildResult::Ending::Crashed;
        result.error = translate("cpx", "ended because it had started more than %1 processes").arg(command.maximumProcesses);
    });
    connect(tree.get(), &ChildTree::gone, q, [this] { finish(); });
    connect(&timer, &QTimer::timeout, q, [this] { end(ChildResult::Ending::TimedOut); });
    timer.setSingleShot(true);
    timer.start(command.timeout);
}

void ChildProcess::Private::feed()
{
    while (fed < command.input.size()) {
        const ssize_t size = ::write(input.get(), command.input.constData() + fed, size_t(command.input.size() - fed));
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0 && errno == EAGAIN) {
            if (!inputNotifier) {
                inputNotifier = std::make_unique<QSocketNotifier>(input.get(), QSocketNotifier::Write);
                connect(inputNotifier.get(), &QSocketNotifier::activated, q, [this] { feed(); });
            }
            return;
        }
        if (size < 0)
            break; // it does not read all of it, which is its right
        fed += size;
    }
    if (inputNotifier)
        inputNotifier->setEnabled(false);
    input.reset();
}

void ChildProcess::Private::take(Output &output)
{
    if (!output.take(command.maximumOutput))
        end(ChildResult::Ending::TooMuchOutput);
    settle();
}

void ChildProcess::Private::settle()
{
    if (!hasExited || outputs[0].end.isOpen() || outputs[1].end.isOpen() || reason || isComplete)
        return;
    isComplete = true;
    tree->terminate(); // what it has left behind, if anything
    finishWithin(endLimit);
}

void ChildProcess::Private::end(ChildResult::Ending why)
{
    if (reason || isComplete)
        return;
    reason = why;
    if (!tree)
        return; // refused; it is about to say so
    tree->terminate();
    finishWithin(endLimit);
}

void ChildProcess::Private::finishWithin(std::chrono::milliseconds limit)
{
    timer.disconnect();
    connect(&timer, &QTimer::timeout, q, [this] { finish(); });
    timer.start(limit);
}

void ChildProcess::Private::refuse(const QString &error)
{
    result.ending = ChildResult::Ending::NotStarted;
    result.error = error;
    QMetaObject::invokeMethod(
        q, [this] { finish(); }, Qt::QueuedConnection);
}

void ChildProcess::Private::finish()
{
    timer.stop();
    inputNotifier.reset();
    input.reset();
    for (Output &output : outputs) {
        if (!output.take(command.maximumOutput) && !reason)
            reason = ChildResult::Ending::TooMuchOutput;
        output.close();
    }
    if (reason) {
        result.ending = *reason;
    } else if (!hasExited && result.ending == ChildResult::Ending::Exited) {
        result.ending = ChildResult::Ending::Crashed;
        result.error = translate("cpx", "lost: its supervisor was ended from outside");
    }
    ChildResult last = std::exchange(result, {});
    last.output = std::exchange(outputs[0].kept, {});
    last.errors = std::exchange(outputs[1].kept, {});
    last.duration = std::chrono::microseconds(clock.nsecsElapsed() / 1000);
    if (const Done call = std::exchange(done, {}))
        call(last); // may delete this object
}

} // namespace cpx
