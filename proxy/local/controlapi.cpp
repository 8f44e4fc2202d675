// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/local/controlapi.h"

#include "core/translate.h"

#include <QJsonDocument>
#include <QUrl>

namespace cpx {

namespace {

bool isPlaceholder(const QByteArray &segment)
{
    return segment.startsWith('{');
}

/// What fills the placeholders, or nothing when the path is another one.
std::optional<QStringList> match(const QByteArrayList &route, const QByteArrayList &path)
{
    if (route.size() != path.size())
        return std::nullopt;
    QStringList parameters;
    for (qsizetype i = 0; i < route.size(); ++i) {
        if (isPlaceholder(route[i]) && !path[i].isEmpty())
            parameters += QUrl::fromPercentEncoding(path[i]);
        else if (route[i] != path[i])
            return std::nullopt;
    }
    return parameters;
}

} // namespace

void ControlApi::add(const QByteArray &method, const QByteArray &path, Handler handler)
{
    m_routes.push_back({method, path.split('/'), std::move(handler)});
}

std::variant<const ControlApi::Handler *, http::HttpError> ControlApi::find(const http::RequestHead &head, ControlCall &call) const
{
    const QByteArray path = head.path().toByteArray();
    const QByteArrayList segments = path.split('/');
    const QByteArray method = head.method == "HEAD" ? QByteArray("GET") : head.method;
    QByteArrayList allowed;
    for (const Route &route : m_routes) {
        const auto parameters = match(route.segments, segments);
        if (!parameters)
            continue;
        if (route.method == method) {
            call.parameters = *parameters;
            call.query = QUrlQuery(QString::fromUtf8(head.target.mid(path.size() + 1)));
            return &route.handler;
        }
        allowed += route.method;
    }
    if (allowed.isEmpty())
        return http::HttpError{404, "not_found", translate("cpx", "There is nothing at this address.")};
    const QByteArray list = allowed.join(", ");
    return http::HttpError{405, "method_not_allowed",
                           translate("cpx", "Only %1 is answered here.").arg(QString::fromLatin1(list)), {{"Allow", list}}};
}

LocalReply jsonReply(const QJsonObject &json, int status)
{
    return LocalReply{status, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
                      QJsonDocument(json).toJson(QJsonDocument::Compact), false};
}

} // namespace cpx
