// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QList>
#include <QString>
#include <optional>

namespace cpx {

struct EngineStatus;

/// How other programs of the user find a running engine: <runtime directory>/engine-<port>.json with its pid, port and
/// URL, mode 0600, removed when the engine stops.
class InstanceFile
{
public:
    InstanceFile() = default;
    ~InstanceFile() { remove(); }
    Q_DISABLE_COPY_MOVE(InstanceFile)

    Result<void> write(const QString &directory, const EngineStatus &status);
    void remove();

    /// What a file says.
    struct Entry
    {
        qint64 pid = 0;
        quint16 port = 0;
        QString url;
    };
    /// All files by port. A process may be gone (after a crash): ask its /health before believing the file.
    static QList<Entry> list(const QString &directory);
    /// The process that noted this port, if one of that id still runs. Quick; for messages.
    static std::optional<Entry> forPort(const QString &directory, quint16 port);

private:
    QString m_path;
};

} // namespace cpx
