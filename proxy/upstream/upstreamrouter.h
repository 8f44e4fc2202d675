// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/headerlist.h"

#include <QUrl>
#include <optional>

namespace cpx {

/// Where requests are sent, with what every request to it needs of it.
struct UpstreamBase
{
    explicit UpstreamBase(const QUrl &base);

    QUrl url;
    QString origin; ///< see originText()
    QByteArray path; ///< encoded, without a final slash

    /// The target to send: our path, then the received target without a leading "/v1", byte for byte.
    QByteArray targetFor(QByteArrayView received) const;
};

/// Decides where a request goes. Only the user's configuration and the kind of login matter: nothing else in a
/// request can choose the host.
class UpstreamRouter
{
public:
    /// `configured` comes from parseUpstreamUrl(); unset: https://chatgpt.com/backend-api/codex for a ChatGPT login
    /// (the request carries chatgpt-account-id), else https://api.openai.com/v1, as Codex itself does.
    explicit UpstreamRouter(const std::optional<QUrl> &configured);

    const UpstreamBase &baseFor(const http::HeaderList &headers) const;

private:
    std::optional<UpstreamBase> m_configured;
    UpstreamBase m_chatGpt;
    UpstreamBase m_openAi;
};

} // namespace cpx
