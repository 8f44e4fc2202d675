// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/headerlist.h"

#include <QUrl>
#include <optional>

namespace cpx {

/// Decides where a request goes. Only the user's configuration and the kind of login matter: nothing else in a
/// request can choose the host.
class UpstreamRouter
{
public:
    /// `configured` comes from parseUpstreamUrl(); unset: https://chatgpt.com/backend-api/codex for a ChatGPT login
    /// (the request carries chatgpt-account-id), else https://api.openai.com/v1, as Codex itself does.
    explicit UpstreamRouter(std::optional<QUrl> configured);

    const QUrl &baseFor(const http::HeaderList &headers) const;

    /// The target to send: path of the base, then the received target without a leading "/v1", byte for byte.
    static QByteArray targetFor(const QUrl &base, QByteArrayView received);

private:
    std::optional<QUrl> m_configured;
    QUrl m_chatGpt;
    QUrl m_openAi;
};

} // namespace cpx
