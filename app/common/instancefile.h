// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QList>
#include <QString>

namespace cpx {

struct EngineStatus;
struct Paths;

/// How other programs of the user find a running engine: <runtime>/engine-<port>.json with its pid, port and URL,
/// mode 0600, removed when the engine stops.
class InstanceFile
{
public:
    InstanceFile() = default;
    ~InstanceFile() { remove(); }
    Q_DISABLE_COPY_MOVE(InstanceFile)

    Result<void> write(const Paths &paths, const EngineStatus &status);
    void remove();

    /// What a file says. The process may be gone (after a crash): ask its /health before believing it.
    struct Entry
    {
        qint64 pid = 0;
        quint16 port = 0;
        QString url;
    };
    static QList<Entry> list(const Paths &paths);

private:
    QString m_path;
};

} // namespace cpx
