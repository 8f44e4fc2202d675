// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QTimer>
#include <chrono>
#include <functional>

namespace cpx {

class Deadline;

/// Runs any number of deadlines on one timer. Deadlines are pushed back far more often than they expire (on every
/// read of every stream), so pushing back only stores a time; the timer fires for the nearest one it knew, looks
/// again, and goes back to sleep. With no deadline set it fires once more at most. Monotonic clock. One thread.
class Deadlines : public QObject
{
    Q_OBJECT

public:
    explicit Deadlines(QObject *parent = nullptr);

private:
    friend class Deadline;
    using Clock = std::chrono::steady_clock;

    void insert(Deadline *deadline);
    void remove(Deadline *deadline);
    void expire();
    void wakeAt(Clock::time_point at);

    QTimer m_timer;
    Clock::time_point m_wakeAt = Clock::time_point::max();
    QList<Deadline *> m_active; ///< borrowed; each removes itself
};

/// One deadline: `expired` is called once when it passes, in the thread of its Deadlines.
class Deadline
{
public:
    Deadline(Deadlines *deadlines, std::function<void()> expired);
    ~Deadline();
    Q_DISABLE_COPY_MOVE(Deadline)

    void restart(std::chrono::milliseconds fromNow);
    void stop();
    bool isActive() const { return m_index >= 0; }

private:
    friend class Deadlines;

    Deadlines *m_deadlines; ///< borrowed
    std::function<void()> m_expired;
    Deadlines::Clock::time_point m_at;
    qsizetype m_index = -1; ///< in Deadlines::m_active
};

} // namespace cpx
