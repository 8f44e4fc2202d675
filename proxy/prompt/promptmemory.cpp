// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/promptmemory.h"

#include <chrono>
#include <utility>

namespace cpx {

qint64 PromptMemory::today()
{
    return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()).time_since_epoch().count();
}

const PromptTreatment *PromptMemory::find(const QByteArray &itemId)
{
    Entry *entry = m_entries.object(itemId);
    if (!entry)
        return nullptr;
    // What is nothing need not last for longer.
    if (m_watcher.used && !entry->treatment.isNothing()) {
        const qint64 day = today();
        if (std::exchange(entry->lastDay, day) != day)
            m_watcher.used(itemId, day);
    }
    return &entry->treatment;
}

void PromptMemory::remember(const QByteArray &itemId, PromptTreatment treatment)
{
    const qint64 day = today();
    if (m_watcher.remembered)
        m_watcher.remembered(itemId, treatment, day);
    insert(itemId, std::move(treatment), day);
}

void PromptMemory::restore(const QByteArray &itemId, PromptTreatment treatment, qint64 day)
{
    if (!m_entries.contains(itemId))
        insert(itemId, std::move(treatment), day);
}

void PromptMemory::insert(const QByteArray &itemId, PromptTreatment treatment, qint64 day)
{
    const qsizetype cost = treatment.cost() + itemId.size();
    m_entries.insert(itemId, new Entry{std::move(treatment), day}, cost);
}

} // namespace cpx
