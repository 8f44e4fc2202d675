// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/upstreamrouter.h"

using namespace Qt::StringLiterals;

namespace cpx {

UpstreamRouter::UpstreamRouter(std::optional<QUrl> configured)
    : m_configured(std::move(configured))
    , m_chatGpt(u"https://chatgpt.com/backend-api/codex"_s)
    , m_openAi(u"https://api.openai.com/v1"_s)
{
}

const QUrl &UpstreamRouter::baseFor(const http::HeaderList &headers) const
{
    if (m_configured)
        return *m_configured;
    return headers.contains("chatgpt-account-id") ? m_chatGpt : m_openAi;
}

QByteArray UpstreamRouter::targetFor(const QUrl &base, QByteArrayView received)
{
    if (received == "*") // OPTIONS about the server itself
        return "*";
    constexpr QByteArrayView prefix("/v1");
    QByteArrayView rest = received;
    if (rest.startsWith(prefix)
        && (rest.size() == prefix.size() || rest[prefix.size()] == '/' || rest[prefix.size()] == '?'))
        rest = rest.sliced(prefix.size());
    QByteArray target = base.path(QUrl::FullyEncoded).toLatin1();
    target.append(rest);
    if (!target.startsWith('/'))
        target.prepend('/');
    return target;
}

} // namespace cpx
