// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace cpx {

/// redacted() for whole documents, such as message bodies: JSON, JSON in lines or server-sent events, or any other text.
/// Besides what looks like a credential, the values of JSON members with a secret name (isSecretName()) are replaced, also
/// in JSON that is quoted inside a string, three levels deep. What is not replaced stays byte for byte. Works on pieces of
/// about a MiB, so that it needs little more memory than input and output.
QByteArray redactedDocument(QByteArrayView text);

} // namespace cpx
