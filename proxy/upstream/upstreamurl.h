// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QUrl>

namespace cpx {

/// A base URL requests may be sent to: https, or http to a loopback address; a host; a port from 1 to 65535; no user
/// information, query or fragment. A trailing slash is dropped. Invalid says which rule is broken.
Result<QUrl> parseUpstreamUrl(const QString &text);

/// True for "localhost" and the loopback addresses.
bool isLoopbackHost(const QString &host);

/// Scheme, host and port: "https://api.openai.com".
QString originText(const QUrl &url);

} // namespace cpx
