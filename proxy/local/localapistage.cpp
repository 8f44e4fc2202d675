// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/local/localapistage.h"

#include "core/translate.h"
#include "proxy/server/errordocument.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace cpx {

LocalApiStage::LocalApiStage(std::function<EngineStatus()> status)
    : m_status(std::move(status))
{
}

void LocalApiStage::handle(StageRequest &request, Next next)
{
    http::RequestHead &head = request.head;
    const QByteArrayView path = head.path();
    if (path == "/health")
        return next(health(head));
    if (path == "/codexplus" || path.startsWith("/codexplus/")) {
        return next(http::HttpError{404, "not_found",
                                    QCoreApplication::translate("cpx", "There is nothing at this address.")});
    }
    next(Continue{});
}

StageOutcome LocalApiStage::health(const http::RequestHead &head) const
{
    if (head.method != "GET" && head.method != "HEAD") {
        const http::HttpError error{405, "method_not_allowed", translate("cpx", "Only GET and HEAD are answered here.")};
        return LocalReply{405,
                          {{"Allow", "GET, HEAD"}, {"Content-Type", "application/json"}, {"X-Codex-Plus-Error", error.code}},
                          errorBody(error), false};
    }
    const EngineStatus status = m_status();
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
    return LocalReply{200, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
                      QJsonDocument(json).toJson(QJsonDocument::Compact), false};
}

} // namespace cpx
