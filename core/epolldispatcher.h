// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#ifdef Q_OS_LINUX

#include <QAbstractEventDispatcher>
#include <atomic>
#include <chrono>
#include <map>
#include <unordered_map>
#include <vector>

namespace cpx {

/// An event dispatcher over epoll(7), for threads with many sockets. Qt's own dispatchers hand the kernel the list of all
/// sockets at every wake-up, so one busy stream pays for every idle connection; this one pays only for what happens.
/// Changes of interest are applied just before waiting: switching a notifier off and on again costs nothing.
/// Install with QThread::setEventDispatcher() before the thread starts.
class EpollDispatcher : public QAbstractEventDispatcher
{
    Q_OBJECT

public:
    explicit EpollDispatcher(QObject *parent = nullptr);
    ~EpollDispatcher() override;

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;
    void registerSocketNotifier(QSocketNotifier *notifier) override;
    void unregisterSocketNotifier(QSocketNotifier *notifier) override;
    void registerTimer(int id, qint64 intervalMs, Qt::TimerType type, QObject *object) override;
    bool unregisterTimer(int id) override;
    bool unregisterTimers(QObject *object) override;
    QList<TimerInfo> registeredTimers(QObject *object) const override;
    int remainingTime(int id) override;
    void wakeUp() override; ///< any thread
    void interrupt() override; ///< any thread

private:
    using Clock = std::chrono::steady_clock;

    struct Watch
    {
        QSocketNotifier *notifiers[3] = {}; ///< by QSocketNotifier::Type; borrowed
        quint32 armed = 0; ///< what the kernel was told last
        bool isDirty = false; ///< listed in m_dirty
    };
    struct Timer
    {
        std::chrono::milliseconds interval;
        Qt::TimerType type;
        QObject *object; ///< borrowed; unregisters its timers before it dies
        Clock::time_point due;
        bool isFiring = false;
    };
    using Queue = std::multimap<Clock::time_point, int>;

    Watch &watchOf(int descriptor);
    void touch(int descriptor);
    void applyChanges();
    int waitMilliseconds(bool mayWait) const;
    int dispatchSockets(int ready);
    int deliver(int descriptor, int type);
    int dispatchTimers();
    void enqueue(int id, Timer &timer);
    void dequeue(int id, const Timer &timer);

    int m_epoll = -1;
    int m_wakeDescriptor = -1; ///< eventfd
    std::vector<Watch> m_watches; ///< by descriptor
    std::vector<int> m_dirty; ///< descriptors whose interest changed
    std::unordered_map<int, Timer> m_timers;
    Queue m_queue; ///< ids by due time
    std::atomic<bool> m_interrupted{false};
    std::atomic<bool> m_hasWork{false}; ///< somebody posted: do not sleep
    std::atomic<bool> m_isSignalled{false}; ///< the eventfd was written and not read yet
    std::atomic<bool> m_isWaiting{false};
};

} // namespace cpx

#endif
