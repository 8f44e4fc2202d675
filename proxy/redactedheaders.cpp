// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/redactedheaders.h"

#include "core/redaction.h"

namespace cpx {

http::HeaderList redactedHeaders(const http::HeaderList &headers)
{
    http::HeaderList result;
    for (qsizetype i = 0; i < headers.size(); ++i) {
        if (isSecretName(headers.name(i)))
            result.append(headers.name(i), redactedMark);
        else
            result.append(headers.name(i), redacted(headers.value(i)));
    }
    return result;
}

http::HeaderList withoutCredentials(const http::HeaderList &headers)
{
    http::HeaderList result;
    for (qsizetype i = 0; i < headers.size(); ++i)
        result.append(headers.name(i), isSecretName(headers.name(i)) ? QByteArrayView(redactedMark) : headers.value(i));
    return result;
}

} // namespace cpx
