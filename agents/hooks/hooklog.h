// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookrecord.h"

#include <QList>

namespace cpx {

/// The last runs of hooks, in memory only.
class HookLog
{
public:
    static constexpr qsizetype capacity = 500;

    void add(const HookRecord &record)
    {
        if (m_records.size() == capacity)
            m_records.removeFirst();
        m_records.append(record);
    }
    /// Oldest first.
    const QList<HookRecord> &records() const { return m_records; }

private:
    QList<HookRecord> m_records;
};

} // namespace cpx
