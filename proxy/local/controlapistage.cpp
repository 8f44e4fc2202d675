// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/local/controlapistage.h"

#include "core/jsondepth.h"
#include "core/translate.h"
#include "proxy/pipeline/bodyreader.h"

#include <QJsonDocument>

namespace cpx {

namespace {

constexpr qint64 maximumBody = 1024 * 1024; ///< bytes
constexpr int maximumDepth = 64;

bool isJson(const http::RequestHead &head)
{
    const QByteArrayView type = head.headers.first("content-type").value_or("");
    const QByteArrayView mediaType = type.first(type.contains(';') ? type.indexOf(';') : type.size()).trimmed();
    return http::equalsIgnoreCase(mediaType, "application/json");
}

bool hasBody(const http::RequestHead &head)
{
    return head.body.kind == http::BodyFraming::Kind::Chunked || head.body.length > 0;
}

/// A refusal, or nothing and `call.body` is set.
std::optional<http::HttpError> parse(const QByteArray &body, ControlCall &call)
{
    QJsonParseError problem;
    if (jsonDepth(body) <= maximumDepth) {
        const QJsonDocument document = QJsonDocument::fromJson(body, &problem);
        if (document.isObject()) {
            call.body = document.object();
            return std::nullopt;
        }
    }
    return http::HttpError{400, "bad_json", translate("cpx", "The body must be a JSON object of at most %1 levels.").arg(maximumDepth)};
}

} // namespace

ControlApiStage::ControlApiStage(const ControlApi &api, const ControlToken &token)
    : m_api(api)
    , m_token(token)
{
}

void ControlApiStage::handle(StageRequest &request, Next next)
{
    const http::RequestHead &head = request.head;
    const QByteArrayView path = head.path();
    if (path != "/codexplus" && !path.startsWith("/codexplus/"))
        return next(Continue{});
    if (head.headers.count("authorization") != 1 || !m_token.isGivenBy(*head.headers.first("authorization"))) {
        return next(http::HttpError{401, "unauthorized",
                                    translate("cpx", "This needs the token of the file control-<port>.token in the runtime directory."),
                                    {{"WWW-Authenticate", "Bearer"}}});
    }
    ControlCall call;
    const auto found = m_api.find(head, call);
    if (const auto *error = std::get_if<http::HttpError>(&found))
        return next(*error);
    const ControlApi::Handler *handler = std::get<const ControlApi::Handler *>(found);
    const bool takesBody = head.method == "POST" || head.method == "PUT";
    if (takesBody && !isJson(head))
        return next(http::HttpError{415, "not_json", translate("cpx", "The body must be application/json.")});
    if (!takesBody && !hasBody(head))
        return (*handler)(call, std::move(next));
    readBody(request, maximumBody, [handler, call = std::move(call), next = std::move(next)](const BodyOutcome &outcome) mutable {
        if (const auto *error = std::get_if<http::HttpError>(&outcome))
            return next(*error);
        if (const auto error = parse(std::get<QByteArray>(outcome), call))
            return next(*error);
        (*handler)(call, std::move(next));
    });
}

} // namespace cpx
