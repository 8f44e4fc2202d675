// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/gatherbudget.h"

#include <utility>

namespace cpx {

GatherBudget::Share::Share(GatherBudget *budget, qint64 bytes)
    : m_budget(budget)
    , m_bytes(bytes)
{
}

GatherBudget::Share::Share(Share &&other) noexcept
    : m_budget(std::exchange(other.m_budget, nullptr))
    , m_bytes(other.m_bytes)
{
}

GatherBudget::Share &GatherBudget::Share::operator=(Share &&other) noexcept
{
    std::swap(m_budget, other.m_budget);
    std::swap(m_bytes, other.m_bytes);
    return *this;
}

GatherBudget::Share::~Share()
{
    if (m_budget)
        m_budget->give(m_bytes);
}

GatherBudget::GatherBudget(qint64 bytes)
    : m_total(bytes)
{
}

void GatherBudget::ask(qint64 bytes, Granted granted)
{
    bytes = qMin(bytes, m_total);
    if (m_waiting.empty() && fits(bytes)) {
        m_taken += bytes;
        granted(Share(this, bytes));
        return;
    }
    m_waiting.push_back({bytes, std::move(granted)});
}

void GatherBudget::give(qint64 bytes)
{
    m_taken -= bytes;
    if (std::exchange(m_isGranting, true))
        return; // whoever was just granted gave it back: the loop below goes on
    while (!m_waiting.empty()) {
        Waiting &next = m_waiting.front();
        if (!fits(next.bytes))
            break;
        m_taken += next.bytes;
        const Waiting granted = std::move(next);
        m_waiting.pop_front();
        granted.granted(Share(this, granted.bytes));
    }
    m_isGranting = false;
}

} // namespace cpx
