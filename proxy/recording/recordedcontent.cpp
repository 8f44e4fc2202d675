// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/recordedcontent.h"

#include "proxy/recording/contentcoding.h"

namespace cpx {

RecordedContent recordedContent(const RecordedBody &body, const http::HeaderList &headers)
{
    RecordedContent content;
    if (auto bytes = body.bytes())
        content.bytes = *std::move(bytes);
    if (!body.isDecoded) {
        if (auto decoded = decodedContent(content.bytes, headers))
            content.bytes = std::move(decoded->bytes);
    }
    content.isText = content.bytes.isValidUtf8() && !content.bytes.contains('\0');
    return content;
}

} // namespace cpx
