// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <deque>
#include <functional>

namespace cpx {

/// Bounds the memory of request bodies that are gathered before they are sent. Who gets no room waits its turn, first come,
/// first served: its client is not read meanwhile. Engine thread.
class GatherBudget
{
public:
    /// Room for one body; given back with the object. Must not outlive the budget.
    class Share
    {
    public:
        Share() = default;
        Share(Share &&other) noexcept;
        Share &operator=(Share &&other) noexcept;
        ~Share();

    private:
        friend class GatherBudget;
        Share(GatherBudget *budget, qint64 bytes);

        GatherBudget *m_budget = nullptr;
        qint64 m_bytes = 0;
    };
    using Granted = std::function<void(Share share)>;

    explicit GatherBudget(qint64 bytes);

    /// Calls `granted` once: now, or when enough others have given back. One that asks for more than there is in all gets
    /// everything. Who does not want it any more drops the share, and the next has its turn.
    void ask(qint64 bytes, Granted granted);

    void forgetWaiting() { m_waiting.clear(); } ///< they are never called

    qint64 taken() const { return m_taken; }

private:
    struct Waiting
    {
        qint64 bytes;
        Granted granted;
    };
    void give(qint64 bytes);
    bool fits(qint64 bytes) const { return m_taken + bytes <= m_total; }

    qint64 m_total;
    qint64 m_taken = 0;
    std::deque<Waiting> m_waiting;
    bool m_isGranting = false;
};

} // namespace cpx
