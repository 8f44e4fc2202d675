// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cpx {

/// Where and for how long it is kept what was done to prompts. A plain value.
struct PromptStoreOptions
{
    QString directory{}; ///< of the file; empty: it is kept in memory only
    int days = 30; ///< since it was used last; 0: likewise
    int maximumEntries = 20'000;
    qint64 maximumBytes = 32LL * 1024 * 1024; ///< all of it is read at the start, and held

    bool isWanted() const { return !directory.isEmpty() && days > 0; }
};

} // namespace cpx
