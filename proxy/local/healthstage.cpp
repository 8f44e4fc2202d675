// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/local/healthstage.h"

#include "core/translate.h"
#include "proxy/local/controlapi.h"
#include "proxy/server/errordocument.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace cpx {

QJsonObject statusDocument(const EngineStatus &status)
{
    QJsonObject json{
        {u"status"_s, u"healthy"_s},
        {u"version"_s, QStringLiteral(CPX_VERSION)},
        {u"pid"_s, QCoreApplication::applicationPid()},
        {u"uptime_s"_s, (QDateTime::currentMSecsSinceEpoch() - status.startedMs) / 1000},
        {u"upstream"_s, status.upstream.isEmpty() ? u"auto"_s : status.upstream},
        {u"passthrough"_s, status.passthrough},
        {u"recording"_s, recordingModeName(status.recording)},
        {u"in_flight"_s, status.inFlight},
        {u"requests"_s, qint64(status.requests)},
        {u"failures"_s, qint64(status.failures)},
    };
    if (!status.recordingProblem.isEmpty())
        json.insert(u"recording_problem"_s, status.recordingProblem);
    if (!status.promptStoreProblem.isEmpty())
        json.insert(u"prompt_store_problem"_s, status.promptStoreProblem);
    return json;
}

HealthStage::HealthStage(std::function<EngineStatus()> status)
    : m_status(std::move(status))
{
}

void HealthStage::handle(StageRequest &request, Next next)
{
    if (request.head.path() == "/health")
        return next(health(request.head));
    next(Continue{});
}

StageOutcome HealthStage::health(const http::RequestHead &head) const
{
    if (head.method != "GET" && head.method != "HEAD") {
        const http::HttpError error{405, "method_not_allowed", translate("cpx", "Only GET and HEAD are answered here.")};
        return LocalReply{405,
                          {{"Allow", "GET, HEAD"}, {"Content-Type", "application/json"}, {"X-Codex-Plus-Error", error.code}},
                          errorBody(error), false};
    }
    return jsonReply(statusDocument(m_status()));
}

} // namespace cpx
