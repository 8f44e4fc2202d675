// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/childenvironment.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace cpx {

QProcessEnvironment childEnvironment(const QProcessEnvironment &ours)
{
    static const QStringList passedOn = {
        u"PATH"_s, u"HOME"_s, u"USER"_s, u"LOGNAME"_s, u"SHELL"_s, u"LANG"_s, u"LANGUAGE"_s, u"TERM"_s, u"TZ"_s, u"TMPDIR"_s,
        u"XDG_CACHE_HOME"_s, u"XDG_CONFIG_DIRS"_s, u"XDG_CONFIG_HOME"_s, u"XDG_DATA_DIRS"_s, u"XDG_DATA_HOME"_s,
        u"XDG_RUNTIME_DIR"_s, u"XDG_STATE_HOME"_s,
    };
    QProcessEnvironment result;
    for (const QString &name : ours.keys()) {
        if (passedOn.contains(name) || name.startsWith(u"LC_"_s))
            result.insert(name, ours.value(name));
    }
    return result;
}

} // namespace cpx
