// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/instancefile.h"

#include <QJsonObject>

namespace cpx {

struct Paths;

/// An engine of this user that answered just now.
struct RunningEngine
{
    InstanceFile::Entry entry;
    QJsonObject health; ///< its /health document
};

/// Those instance files whose engine answers with the noted process id, by port. Waits for each at most two seconds.
QList<RunningEngine> findRunningEngines(const Paths &paths);

} // namespace cpx
