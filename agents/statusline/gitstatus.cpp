// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/statusline/gitstatus.h"

namespace cpx {

namespace {

/// "+1 -2"
std::optional<GitStatus::Distance> distanceOf(QByteArrayView text)
{
    const qsizetype blank = text.indexOf(' ');
    if (blank < 0 || !text.startsWith('+') || !text.sliced(blank + 1).startsWith('-'))
        return {};
    bool isAheadGood = false;
    bool isBehindGood = false;
    const int ahead = text.sliced(1, blank - 1).toByteArray().toInt(&isAheadGood);
    const int behind = text.sliced(blank + 2).toByteArray().toInt(&isBehindGood);
    if (!isAheadGood || !isBehindGood)
        return {};
    return GitStatus::Distance{ahead, behind};
}

} // namespace

std::optional<GitStatus> GitStatus::fromPorcelain(QByteArrayView output)
{
    GitStatus status;
    bool hasHead = false;
    while (!output.isEmpty()) {
        const qsizetype end = output.indexOf('\0');
        if (end < 0)
            return {}; // every entry ends in NUL: this one was cut off
        const QByteArrayView entry = output.first(end);
        output = output.sliced(end + 1);
        const auto valueOf = [&entry](QByteArrayView name) { return entry.sliced(name.size()); };
        constexpr QByteArrayView commit("# branch.oid ");
        constexpr QByteArrayView head("# branch.head ");
        constexpr QByteArrayView upstream("# branch.upstream ");
        constexpr QByteArrayView distance("# branch.ab ");
        if (entry.startsWith(commit)) {
            if (valueOf(commit) != "(initial)")
                status.commit = QString::fromUtf8(valueOf(commit));
        } else if (entry.startsWith(head)) {
            hasHead = true;
            if (valueOf(head) != "(detached)")
                status.branch = QString::fromUtf8(valueOf(head));
        } else if (entry.startsWith(upstream)) {
            status.upstream = QString::fromUtf8(valueOf(upstream));
        } else if (entry.startsWith(distance)) {
            status.distance = distanceOf(valueOf(distance));
        } else if (entry.startsWith("1 ") || entry.startsWith("u ")) {
            ++status.changed;
        } else if (entry.startsWith("2 ")) {
            ++status.changed;
            const qsizetype originalEnd = output.indexOf('\0'); // a renamed file: its former path follows
            if (originalEnd < 0)
                return {};
            output = output.sliced(originalEnd + 1);
        }
    }
    if (!hasHead)
        return {};
    return status;
}

} // namespace cpx
