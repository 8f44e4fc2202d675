// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QUrl>

namespace cpx {

/// A base URL requests may be sent to: https, or http to a loopback address; a host without a final dot, which is not in
/// certificates; if it is an address, in whatever spelling, one that AddressRules allow; a port from 1 to 65535; no user
/// information, query or fragment. A trailing slash is dropped. Invalid says which rule is broken.
Result<QUrl> parseUpstreamUrl(const QString &text, bool allowPrivate = false);

/// Scheme, host and port: "https://api.openai.com". For messages: letters beyond ASCII are in punycode, since many look
/// like others.
QString originText(const QUrl &url);

} // namespace cpx
