// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cpx {

/// How much of the exchanges is kept on disk.
enum class RecordingMode {
    Off, ///< nothing, and nothing looks at them
    Metadata, ///< heads, times and sizes
    Redacted, ///< the bodies, too, with credentials replaced
    Full, ///< the bodies as they were; credentials in heads are replaced all the same
};

/// "off", "metadata", "redacted", "full": as in the settings, on the wire of /health, and in the store.
QString recordingModeName(RecordingMode mode);
/// Off for anything else.
RecordingMode recordingModeFromName(QStringView name);

/// Where and how exchanges are recorded. A plain value.
struct RecordingOptions
{
    RecordingMode mode = RecordingMode::Off;
    QString directory{}; ///< of the store
    qint64 maximumBytes = 512LL * 1024 * 1024; ///< of the store; the oldest exchanges make room
    int maximumDays = 30; ///< older exchanges are removed
};

} // namespace cpx
