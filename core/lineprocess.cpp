// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lineprocess.h"

#include "core/childpipe.h"

#include <QPointer>
#include <QSocketNotifier>
#include <cerrno>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype pieceSize = 64 * 1024;

} // namespace

struct LineProcess::Private
{
    LineProcess *q;
    qint64 maximumLine;
    Descriptor input{};
    Descriptor output{};
    Descriptor errors{};
    std::unique_ptr<QSocketNotifier> inputNotifier{};
    std::unique_ptr<QSocketNotifier> outputNotifier{};
    std::unique_ptr<QSocketNotifier> errorNotifier{};
    QByteArray toSend{};
    QByteArray line{}; ///< as far as it has come
    QString reason{};
    std::unique_ptr<ChildTree> tree{};

    void start(const ChildTree::Program &program);
    void write();
    void readOutput();
    void readErrors();
    void takeLines(qsizetype from);
    static QByteArray readPiece(Descriptor &descriptor, std::unique_ptr<QSocketNotifier> &notifier);
};

LineProcess::LineProcess(const ChildTree::Program &program, qint64 maximumLine, QObject *parent)
    : QObject(parent)
    , d(new Private{this, maximumLine})
{
    d->start(program);
}

LineProcess::~LineProcess() = default;

void LineProcess::send(const QByteArray &line)
{
    d->toSend += line;
    d->toSend += '\n';
    d->write();
}

qint64 LineProcess::processId() const
{
    return d->tree->processId();
}

void LineProcess::Private::start(const ChildTree::Program &program)
{
    ChildPipe in = ChildPipe::toChild();
    ChildPipe out = ChildPipe::fromChild();
    ChildPipe err = ChildPipe::fromChild();
    input = std::move(in.ours);
    output = std::move(out.ours);
    errors = std::move(err.ours);
    if (output.isOpen() && errors.isOpen()) {
        outputNotifier = std::make_unique<QSocketNotifier>(output.get(), QSocketNotifier::Read);
        connect(outputNotifier.get(), &QSocketNotifier::activated, q, [this] { readOutput(); });
        errorNotifier = std::make_unique<QSocketNotifier>(errors.get(), QSocketNotifier::Read);
        connect(errorNotifier.get(), &QSocketNotifier::activated, q, [this] { readErrors(); });
    }
    tree = std::make_unique<ChildTree>(program, std::array{std::move(in.theirs), std::move(out.theirs), std::move(err.theirs)});
    connect(tree.get(), &ChildTree::notStarted, q, [this](const QString &why) { reason = why; });
    connect(tree.get(), &ChildTree::exited, q, [this](int code) {
        if (reason.isEmpty())
            reason = LineProcess::tr("it exited with code %1").arg(code);
        tree->terminate(); // what it has left behind
    });
    connect(tree.get(), &ChildTree::crashed, q, [this](int number) {
        if (reason.isEmpty())
            reason = LineProcess::tr("it was ended by signal %1").arg(number);
        tree->terminate();
    });
    connect(tree.get(), &ChildTree::tooManyProcesses, q, [this] { reason = LineProcess::tr("it had started too many processes"); });
    connect(tree.get(), &ChildTree::gone, q, [this] {
        const QPointer<LineProcess> guard(q);
        readErrors();
        if (guard)
            readOutput();
        if (guard)
            emit q->ended(reason.isEmpty() ? LineProcess::tr("it was ended from outside") : reason);
    });
}

void LineProcess::Private::write()
{
    qsizetype sent = 0;
    while (input.isOpen() && sent < toSend.size()) {
        const ssize_t size = ::write(input.get(), toSend.constData() + sent, size_t(toSend.size() - sent));
        if (size >= 0) {
            sent += size;
        } else if (errno == EAGAIN) {
            if (!inputNotifier) {
                inputNotifier = std::make_unique<QSocketNotifier>(input.get(), QSocketNotifier::Write);
                connect(inputNotifier.get(), &QSocketNotifier::activated, q, [this] { write(); });
            }
            break;
        } else if (errno != EINTR) {
            inputNotifier.reset();
            input.reset(); // it does not read any more; it will be noticed how it ends
        }
    }
    toSend.remove(0, input.isOpen() ? sent : toSend.size());
    if (inputNotifier)
        inputNotifier->setEnabled(!toSend.isEmpty());
}

QByteArray LineProcess::Private::readPiece(Descriptor &descriptor, std::unique_ptr<QSocketNotifier> &notifier)
{
    char piece[pieceSize];
    const ssize_t size = descriptor.isOpen() ? ::read(descriptor.get(), piece, sizeof piece) : 0;
    if (size > 0)
        return QByteArray(piece, size);
    if (size == 0 || (errno != EAGAIN && errno != EINTR)) {
        notifier.reset();
        descriptor.reset();
    }
    return {};
}

void LineProcess::Private::readErrors()
{
    const QPointer<LineProcess> guard(q);
    for (QByteArray piece = readPiece(errors, errorNotifier); !piece.isEmpty(); piece = readPiece(errors, errorNotifier)) {
        emit q->errorTextReceived(piece);
        if (!guard)
            return;
    }
}

void LineProcess::Private::readOutput()
{
    const QPointer<LineProcess> guard(q);
    for (QByteArray piece = readPiece(output, outputNotifier); !piece.isEmpty(); piece = readPiece(output, outputNotifier)) {
        const qsizetype known = line.size(); // there is no end in it
        line += piece;
        takeLines(known);
        if (!guard)
            return;
    }
}

void LineProcess::Private::takeLines(qsizetype from)
{
    const QPointer<LineProcess> guard(q);
    qsizetype begin = 0;
    for (qsizetype end = line.indexOf('\n', from); end >= 0; end = line.indexOf('\n', begin)) {
        const QByteArray one = line.sliced(begin, end - begin);
        begin = end + 1;
        emit q->lineReceived(one);
        if (!guard)
            return;
    }
    line.remove(0, begin);
    if (line.size() <= maximumLine)
        return;
    reason = LineProcess::tr("it wrote a line that is too long");
    line.clear();
    outputNotifier.reset();
    output.reset();
    tree->terminate();
}

} // namespace cpx
