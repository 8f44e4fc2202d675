// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/local/statustext.h"

#include "core/translate.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace cpx {

QString statusText(const EngineStatus &status)
{
    const auto started = QDateTime::fromMSecsSinceEpoch(status.startedMs);
    QString text = translate("cpx", "Codex-Plus %1 at %2, since %3").arg(QStringLiteral(CPX_VERSION), endpointUrl(status),
                                                                        started.toString(u"yyyy-MM-dd HH:mm"_s)) + u"\n\n"_s;
    const auto line = [&text](const QString &what) { text += u"- "_s + what + u'\n'; };
    line(status.upstream.isEmpty() ? translate("cpx", "Upstream: chosen by the kind of login")
                                   : translate("cpx", "Upstream: %1").arg(status.upstream));
    line(translate("cpx", "Requests: %1, of which %2 failed and %3 are on their way")
             .arg(status.requests).arg(status.failures).arg(status.inFlight));
    line(translate("cpx", "Recording: %1").arg(recordingModeName(status.recording)));
    if (!status.recordingProblem.isEmpty())
        line(status.recordingProblem);
    if (!status.promptStoreProblem.isEmpty())
        line(status.promptStoreProblem);
    return text;
}

} // namespace cpx
