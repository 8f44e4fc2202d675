// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace cpx {

/// What git says about a working tree. What it does not say is empty or nothing, never a guess. A plain
/// value.
struct GitStatus
{
    /// How many commits the branch and its upstream have that the other has not.
    struct Distance
    {
        int ahead = 0;
        int behind = 0;
        friend bool operator==(const Distance &, const Distance &) = default;
    };

    QString branch{}; ///< also before its first commit; empty: HEAD is detached
    QString commit{}; ///< full id; empty before the first commit
    QString upstream{}; ///< as git names it, for example "origin/main"; empty: there is none
    std::optional<Distance> distance{}; ///< only when the upstream's commit is known here
    int changed = 0; ///< tracked files that differ from the commit or the index, conflicts included

    /// Reads the output of `git status --porcelain=v2 --branch -z`; nothing when it is none.
    static std::optional<GitStatus> fromPorcelain(QByteArrayView output);

    friend bool operator==(const GitStatus &, const GitStatus &) = default;
};

} // namespace cpx
