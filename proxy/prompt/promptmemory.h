// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/prompt/prompttreatment.h"

#include <QCache>
#include <functional>

namespace cpx {

/// How the user's messages were treated, by the id of their item, which Codex keeps the same over retries and later turns:
/// what is known here has been seen, and is not asked about again. Bounded: the ones not asked for longest go. It lasts
/// longer than the engine when a PromptStoreThread watches it. Engine thread.
class PromptMemory
{
public:
    static constexpr qsizetype maximumCost = 64 * 1024 * 1024; ///< bytes

    /// Who is told what should last.
    struct Watcher
    {
        std::function<void(const QByteArray &itemId, const PromptTreatment &treatment, qint64 day)> remembered{};
        std::function<void(const QByteArray &itemId, qint64 day)> used{}; ///< for the first time that day
    };

    /// Null: never seen. Good until the next remember() or restore().
    const PromptTreatment *find(const QByteArray &itemId);
    void remember(const QByteArray &itemId, PromptTreatment treatment);
    /// What was remembered before, and last used on `day`; nobody is told. What is known already stays.
    void restore(const QByteArray &itemId, PromptTreatment treatment, qint64 day);
    bool isEmpty() const { return m_entries.isEmpty(); }

    void setWatcher(Watcher watcher) { m_watcher = std::move(watcher); }

    static qint64 today(); ///< days since 1970-01-01 UTC

private:
    struct Entry
    {
        PromptTreatment treatment{};
        qint64 lastDay = 0; ///< it was used
    };
    void insert(const QByteArray &itemId, PromptTreatment treatment, qint64 day);

    QCache<QByteArray, Entry> m_entries{maximumCost};
    Watcher m_watcher;
};

} // namespace cpx
