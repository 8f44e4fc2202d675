// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace cpx {

/// The one gate in front of every place that shows, logs or stores text: nothing secret passes.

/// True for header fields, query keys and JSON keys whose value is a credential
/// (Authorization, Cookie, x-api-key, …; any case).
bool isSecretName(QByteArrayView name);

/// The text with everything that looks like a credential replaced by "***": bearer and API keys, JWTs, secret
/// query values, user names and passwords in URLs.
QByteArray redacted(QByteArrayView text);

/// What stands in for a secret value.
inline constexpr char redactedMark[] = "***";

} // namespace cpx
