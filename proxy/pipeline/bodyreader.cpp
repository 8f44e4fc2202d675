// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/bodyreader.h"

#include "core/translate.h"
#include "proxy/server/requestbody.h"

namespace cpx {

namespace {

constexpr qint64 slack = 64; ///< room behind the body, so that a parser that reads in blocks needs no copy

http::HttpError tooLarge(qint64 maximum)
{
    return {413, "body_too_large", translate("cpx", "Request entity too large: more than %1 bytes.").arg(maximum)};
}

} // namespace

void readBody(StageRequest &request, qint64 maximum, std::function<void(const BodyOutcome &)> done)
{
    using Kind = http::BodyFraming::Kind;
    RequestBody *body = request.body;
    const http::BodyFraming framing = request.head.body;
    if (framing.kind == Kind::Sized && framing.length > quint64(maximum))
        return done(tooLarge(maximum));
    body->gather(maximum + 1, framing.kind == Kind::Sized ? qint64(framing.length) + slack : 0);
    if (body->isComplete())
        return done(body->content());
    // Both connections end with the first call: `done` may delete the body.
    const auto finish = std::make_shared<std::function<void(const BodyOutcome &)>>(std::move(done));
    const auto finishOnce = [body, finish](const BodyOutcome &outcome) {
        if (!*finish)
            return;
        const auto call = std::exchange(*finish, {});
        QObject::disconnect(body, nullptr, body, nullptr);
        call(outcome);
    };
    QObject::connect(body, &QIODevice::readChannelFinished, body, [body, finishOnce] { finishOnce(body->content()); });
    QObject::connect(body, &QIODevice::readyRead, body, [body, maximum, finishOnce] {
        if (!body->hasRoom())
            finishOnce(tooLarge(maximum));
    });
}

} // namespace cpx
