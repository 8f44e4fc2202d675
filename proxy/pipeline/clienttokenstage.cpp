// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/clienttokenstage.h"

#include "core/translate.h"
#include "proxy/pipeline/constanttime.h"

namespace cpx {

namespace {

constexpr QByteArrayView fieldName("x-codex-plus-token");

} // namespace

ClientTokenStage::ClientTokenStage(QByteArray token)
    : m_token(std::move(token))
{
}

void ClientTokenStage::handle(StageRequest &request, Next next)
{
    http::RequestHead &head = request.head;
    const bool isRight = m_token.isEmpty()
        || (head.headers.count(fieldName) == 1 && equalsInConstantTime(*head.headers.first(fieldName), m_token));
    head.headers.remove(fieldName);
    if (isRight || head.path() == "/health" || head.path().startsWith("/codexplus/"))
        return next(Continue{});
    next(http::HttpError{403, "client_token",
                         translate("cpx", "This proxy wants a token: X-Codex-Plus-Token with the value of proxy.clientToken.")});
}

} // namespace cpx
