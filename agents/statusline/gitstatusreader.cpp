// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/statusline/gitstatusreader.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cpx {

GitStatusReader::GitStatusReader(const QString &root, const QProcessEnvironment &environment,
                                 const GitReading &before, Done done, QObject *parent)
    : QObject(parent)
    , m_root(root)
    , m_environment(environment)
    , m_before(before)
    , m_done(std::move(done))
{
    QMetaObject::invokeMethod(this, &GitStatusReader::start, Qt::QueuedConnection);
}

GitStatusReader::~GitStatusReader() = default;

bool GitStatusReader::isRepository(const QString &root)
{
    return !root.isEmpty() && QFileInfo::exists(root + u"/.git"_s);
}

void GitStatusReader::start()
{
    if (!isRepository(m_root))
        return finish({});
    if (m_before.status && m_before.stamp.isUnchanged())
        return finish(m_before);
    m_git = GitInvocation::find(m_root, m_environment);
    if (!m_git)
        return finish({});
    m_readFrom = GitStamp::Time::clock::now();
    m_deadline = std::chrono::steady_clock::now() + timeout;
    run(m_git->filterQuery(), &GitStatusReader::onFilters);
}

void GitStatusReader::run(ChildCommand command, void (GitStatusReader::*next)(const QByteArray &))
{
    command.timeout =
        std::chrono::ceil<std::chrono::milliseconds>(m_deadline - std::chrono::steady_clock::now());
    if (command.timeout.count() <= 0)
        return finish({});
    m_child = std::make_unique<ChildProcess>(std::move(command), [this, next](const ChildResult &result) {
        m_child.release()->deleteLater(); // it is the one that calls
        if (!result.isSuccess())
            return finish({});
        (this->*next)(result.output);
    });
}

void GitStatusReader::onFilters(const QByteArray &output)
{
    if (!m_git->disarm(output))
        return finish({});
    run(m_git->statusQuery(), &GitStatusReader::onStatus);
}

void GitStatusReader::onStatus(const QByteArray &output)
{
    GitReading reading;
    reading.status = GitStatus::fromPorcelain(output);
    if (reading.status)
        reading.stamp = GitStamp::of(m_root, *reading.status, m_readFrom);
    finish(reading);
}

void GitStatusReader::finish(const GitReading &reading)
{
    const Done done = std::exchange(m_done, {}); // may destroy this object
    done(reading);
}

} // namespace cpx
