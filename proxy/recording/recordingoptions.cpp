// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/recordingoptions.h"

using namespace Qt::StringLiterals;

namespace cpx {

QString recordingModeName(RecordingMode mode)
{
    switch (mode) {
    case RecordingMode::Off: return u"off"_s;
    case RecordingMode::Metadata: return u"metadata"_s;
    case RecordingMode::Redacted: return u"redacted"_s;
    case RecordingMode::Full: return u"full"_s;
    }
    Q_UNREACHABLE();
}

RecordingMode recordingModeFromName(QStringView name)
{
    for (const RecordingMode mode : {RecordingMode::Metadata, RecordingMode::Redacted, RecordingMode::Full}) {
        if (name == recordingModeName(mode))
            return mode;
    }
    return RecordingMode::Off;
}

} // namespace cpx
