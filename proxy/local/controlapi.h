// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/pipeline/stage.h"

#include <QJsonObject>
#include <QUrlQuery>
#include <vector>

namespace cpx {

/// A call of the control API. A plain value.
struct ControlCall
{
    QStringList parameters{}; ///< what stands for the {…} of the path, decoded
    QUrlQuery query{};
    QJsonObject body{}; ///< empty for GET, HEAD and DELETE without one
};

/// What is offered below /codexplus/: a table of methods and paths. Filled before the engine starts. Engine thread.
class ControlApi
{
public:
    using Reply = std::function<void(StageOutcome outcome)>; ///< a LocalReply or an HttpError
    /// Answers once, now or later; what comes after the client has left is not looked at.
    using Handler = std::function<void(const ControlCall &call, Reply reply)>;

    /// `path` is absolute; a segment "{…}" stands for any text. GET must not change anything (SECURITY: API-4); it serves
    /// HEAD, too.
    void add(const QByteArray &method, const QByteArray &path, Handler handler);

    /// The one for a request, with `call.parameters` and `call.query` set; or 404, or 405 with what is allowed.
    std::variant<const Handler *, http::HttpError> find(const http::RequestHead &head, ControlCall &call) const;

private:
    struct Route
    {
        QByteArray method;
        QByteArrayList segments;
        Handler handler;
    };
    std::vector<Route> m_routes;
};

/// A JSON answer nobody keeps.
LocalReply jsonReply(const QJsonObject &json, int status = 200);

} // namespace cpx
