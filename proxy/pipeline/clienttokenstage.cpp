// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/clienttokenstage.h"

#include "core/translate.h"

namespace cpx {

namespace {

constexpr QByteArrayView fieldName("x-codex-plus-token");

/// Takes as long for a value that is right at the beginning as for any other of its length, so that a token cannot be
/// guessed byte by byte.
bool equalsInConstantTime(QByteArrayView a, QByteArrayView b)
{
    if (a.size() != b.size())
        return false;
    volatile unsigned char difference = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        difference = difference | static_cast<unsigned char>(a[i] ^ b[i]);
    return difference == 0;
}

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
    if (isRight || head.path() == "/health")
        return next(Continue{});
    next(http::HttpError{403, "client_token",
                         translate("cpx", "This proxy wants a token: X-Codex-Plus-Token with the value of proxy.clientToken.")});
}

} // namespace cpx
