// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/epolldispatcher.h"

#ifdef Q_OS_LINUX

#include <QCoreApplication>
#include <QEvent>
#include <QSocketNotifier>
#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace cpx {

namespace {

constexpr int batchSize = 256;
thread_local std::array<epoll_event, batchSize> batch;

constexpr quint32 readEvents = EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR;
constexpr quint32 writeEvents = EPOLLOUT | EPOLLHUP | EPOLLERR;

} // namespace

EpollDispatcher::EpollDispatcher(QObject *parent)
    : QAbstractEventDispatcher(parent)
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_wakeDescriptor(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
    if (m_epoll < 0 || m_wakeDescriptor < 0)
        qFatal("no descriptors left for an event loop");
    epoll_event event = {};
    event.events = EPOLLIN;
    event.data.fd = m_wakeDescriptor;
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_wakeDescriptor, &event);
}

EpollDispatcher::~EpollDispatcher()
{
    ::close(m_wakeDescriptor);
    ::close(m_epoll);
}

bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    m_interrupted.store(false);
    emit awake();
    m_hasWork.store(false); // before looking: what is posted from now on sets it again
    QCoreApplication::sendPostedEvents();
    if (m_interrupted.load())
        return false;

    applyChanges();
    const bool mayWait = flags & QEventLoop::WaitForMoreEvents;
    if (mayWait)
        emit aboutToBlock();
    m_isWaiting.store(true);
    int timeout = waitMilliseconds(mayWait);
    if (m_hasWork.load() || m_interrupted.load())
        timeout = 0; // posted after sendPostedEvents(), without a signal because nobody waited yet
    const int ready = ::epoll_wait(m_epoll, batch.data(), batchSize, timeout);
    m_isWaiting.store(false);
    if (mayWait)
        emit awake();

    int count = 0;
    if (!(flags & QEventLoop::ExcludeSocketNotifiers))
        count += dispatchSockets(ready);
    if (!m_interrupted.load())
        count += dispatchTimers();
    return count > 0;
}

int EpollDispatcher::waitMilliseconds(bool mayWait) const
{
    if (!mayWait)
        return 0;
    if (m_queue.empty())
        return -1;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(m_queue.begin()->first - Clock::now()).count();
    return int(std::clamp<qint64>(wait, 0, 1'000'000'000));
}

// ---- Sockets

EpollDispatcher::Watch &EpollDispatcher::watchOf(int descriptor)
{
    if (size_t(descriptor) >= m_watches.size())
        m_watches.resize(size_t(descriptor) + 64);
    return m_watches[size_t(descriptor)];
}

void EpollDispatcher::touch(int descriptor)
{
    Watch &watch = watchOf(descriptor);
    if (!std::exchange(watch.isDirty, true))
        m_dirty.push_back(descriptor);
}

void EpollDispatcher::registerSocketNotifier(QSocketNotifier *notifier)
{
    const int descriptor = int(notifier->socket());
    watchOf(descriptor).notifiers[notifier->type()] = notifier;
    touch(descriptor);
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier *notifier)
{
    const int descriptor = int(notifier->socket());
    Watch &watch = watchOf(descriptor);
    if (watch.notifiers[notifier->type()] != notifier)
        return;
    watch.notifiers[notifier->type()] = nullptr;
    if (!watch.notifiers[QSocketNotifier::Read] && !watch.notifiers[QSocketNotifier::Write]) {
        // The owner may close the descriptor next, and its number may come back as another socket.
        if (std::exchange(watch.armed, 0) != 0)
            ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor, nullptr);
        return;
    }
    touch(descriptor);
}

void EpollDispatcher::applyChanges()
{
    for (const int descriptor : m_dirty) {
        Watch &watch = m_watches[size_t(descriptor)];
        watch.isDirty = false;
        const quint32 wanted = (watch.notifiers[QSocketNotifier::Read] ? quint32(EPOLLIN | EPOLLRDHUP) : 0)
            | (watch.notifiers[QSocketNotifier::Write] ? quint32(EPOLLOUT) : 0);
        if (wanted == watch.armed)
            continue;
        epoll_event event = {};
        event.events = wanted;
        event.data.fd = descriptor;
        const int operation = watch.armed == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
        if (::epoll_ctl(m_epoll, operation, descriptor, &event) != 0) {
            // The number was closed and reused behind our back, or a duplicate kept the old entry alive.
            if (errno == ENOENT)
                ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
            else if (errno == EEXIST)
                ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, descriptor, &event);
        }
        watch.armed = wanted;
    }
    m_dirty.clear();
}

int EpollDispatcher::dispatchSockets(int ready)
{
    int count = 0;
    // A copy: a handler may run an event loop of its own, which fills the batch anew.
    std::array<epoll_event, batchSize> events;
    std::copy_n(batch.begin(), qMax(ready, 0), events.begin());
    for (int i = 0; i < ready; ++i) {
        const int descriptor = events[size_t(i)].data.fd;
        const quint32 what = events[size_t(i)].events;
        if (descriptor == m_wakeDescriptor) {
            eventfd_t value = 0;
            ::eventfd_read(m_wakeDescriptor, &value);
            m_isSignalled.store(false);
            ++count;
            continue;
        }
        if (what & readEvents)
            count += deliver(descriptor, QSocketNotifier::Read);
        if (what & writeEvents)
            count += deliver(descriptor, QSocketNotifier::Write);
    }
    return count;
}

int EpollDispatcher::deliver(int descriptor, int type)
{
    // Looked up every time: an earlier handler of this batch may have removed the notifier.
    QSocketNotifier *notifier = watchOf(descriptor).notifiers[type];
    if (!notifier)
        return 0;
    QEvent event(QEvent::SockAct);
    QCoreApplication::sendEvent(notifier, &event);
    return 1;
}

// ---- Timers

void EpollDispatcher::enqueue(int id, Timer &timer)
{
    m_queue.emplace(timer.due, id);
}

void EpollDispatcher::dequeue(int id, const Timer &timer)
{
    const auto [begin, end] = m_queue.equal_range(timer.due);
    const auto at = std::find_if(begin, end, [id](const auto &entry) { return entry.second == id; });
    if (at != end)
        m_queue.erase(at);
}

void EpollDispatcher::registerTimer(int id, qint64 intervalMs, Qt::TimerType type, QObject *object)
{
    const std::chrono::milliseconds interval(intervalMs);
    Timer &timer = m_timers[id] = {interval, type, object, Clock::now() + interval};
    enqueue(id, timer);
}

bool EpollDispatcher::unregisterTimer(int id)
{
    const auto at = m_timers.find(id);
    if (at == m_timers.end())
        return false;
    dequeue(id, at->second);
    m_timers.erase(at);
    return true;
}

bool EpollDispatcher::unregisterTimers(QObject *object)
{
    std::vector<int> ids;
    for (const auto &[id, timer] : m_timers) {
        if (timer.object == object)
            ids.push_back(id);
    }
    for (const int id : ids)
        unregisterTimer(id);
    return !ids.empty();
}

QList<QAbstractEventDispatcher::TimerInfo> EpollDispatcher::registeredTimers(QObject *object) const
{
    QList<TimerInfo> result;
    for (const auto &[id, timer] : m_timers) {
        if (timer.object == object)
            result.append(TimerInfo(id, int(timer.interval.count()), timer.type));
    }
    return result;
}

int EpollDispatcher::remainingTime(int id)
{
    const auto at = m_timers.find(id);
    if (at == m_timers.end())
        return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(at->second.due - Clock::now()).count();
    return int(qMax<qint64>(left, 0));
}

int EpollDispatcher::dispatchTimers()
{
    if (m_queue.empty())
        return 0;
    int count = 0;
    const auto now = Clock::now();
    // What is due now, each once: a timer of interval 0 is due again at once, and others must get their turn.
    std::vector<int> due;
    for (auto at = m_queue.begin(); at != m_queue.end() && at->first <= now; ++at)
        due.push_back(at->second);
    for (const int id : due) {
        const auto at = m_timers.find(id);
        if (at == m_timers.end() || at->second.isFiring || at->second.due > now)
            continue; // stopped or restarted by an earlier one, or waiting in an outer event loop
        Timer &timer = at->second;
        dequeue(id, timer);
        timer.due = qMax(timer.due + timer.interval, now); // missed turns are not made up for
        enqueue(id, timer);
        timer.isFiring = true;
        QTimerEvent event(id);
        QCoreApplication::sendEvent(timer.object, &event);
        ++count;
        if (const auto again = m_timers.find(id); again != m_timers.end())
            again->second.isFiring = false;
    }
    return count;
}

// ---- Other threads

void EpollDispatcher::wakeUp()
{
    m_hasWork.store(true);
    // A loop that does not wait looks at m_hasWork before it does: no system call needed.
    if (m_isWaiting.load() && !m_isSignalled.exchange(true))
        ::eventfd_write(m_wakeDescriptor, 1);
}

void EpollDispatcher::interrupt()
{
    m_interrupted.store(true);
    wakeUp();
}

} // namespace cpx

#endif
