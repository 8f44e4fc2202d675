// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/runningengines.h"

#include "app/common/healthprobe.h"
#include "core/paths.h"

using namespace Qt::StringLiterals;

namespace cpx {

QList<RunningEngine> findRunningEngines(const Paths &paths)
{
    QList<RunningEngine> running;
    const QList<InstanceFile::Entry> entries = InstanceFile::list(paths.runtime);
    for (const InstanceFile::Entry &entry : entries) {
        auto health = probeHealth(entry.url);
        if (health && health->value(u"pid"_s).toInteger() == entry.pid)
            running.append({entry, *health});
    }
    return running;
}

} // namespace cpx
