// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/upstreamrouter.h"

#include "proxy/upstream/upstreamurl.h"

using namespace Qt::StringLiterals;

namespace cpx {

UpstreamRouter::UpstreamRouter(const std::optional<QUrl> &configured)
    : m_chatGpt(QUrl(u"https://chatgpt.com/backend-api/codex"_s))
    , m_openAi(QUrl(u"https://api.openai.com/v1"_s))
{
    if (configured)
        m_configured.emplace(*configured);
}

const UpstreamBase &UpstreamRouter::baseFor(const http::HeaderList &headers) const
{
    if (m_configured)
        return *m_configured;
    return headers.contains("chatgpt-account-id") ? m_chatGpt : m_openAi;
}

UpstreamBase::UpstreamBase(const QUrl &base)
    : url(base)
    , origin(originText(base))
    , path(base.path(QUrl::FullyEncoded).toLatin1())
{
}

QByteArray UpstreamBase::targetFor(QByteArrayView received) const
{
    if (received == "*") // OPTIONS about the server itself
        return "*";
    constexpr QByteArrayView prefix("/v1");
    QByteArrayView rest = received;
    if (rest.startsWith(prefix)
        && (rest.size() == prefix.size() || rest[prefix.size()] == '/' || rest[prefix.size()] == '?'))
        rest = rest.sliced(prefix.size());
    QByteArray target;
    target.reserve(path.size() + rest.size() + 1);
    target.append(path).append(rest);
    if (!target.startsWith('/'))
        target.prepend('/');
    return target;
}

} // namespace cpx
