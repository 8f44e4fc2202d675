// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/contentcoding.h"

#include "core/gzip.h"
#include "core/translate.h"
#include "core/zstd.h"

namespace cpx {

namespace {

constexpr qint64 maximumDecodedSize = 64LL * 1024 * 1024;
constexpr int maximumRatio = 200;

} // namespace

Result<DecodedContent> decodedContent(const QByteArray &body, const http::HeaderList &headers)
{
    const QByteArray coding = headers.first("content-encoding").value_or("").toByteArray().trimmed();
    if (headers.count("content-encoding") > 1)
        return Error{Error::Code::Invalid, translate("cpx", "the body was coded more than once")};
    if (body.isEmpty() || coding.isEmpty() || http::equalsIgnoreCase(coding, "identity")) {
        if (body.size() > maximumDecodedSize)
            return Error{Error::Code::Invalid, translate("cpx", "the body is larger than 64 MiB")};
        return DecodedContent{body, false};
    }
    Result<QByteArray> bytes = Error{Error::Code::Invalid,
                                     translate("cpx", "the content coding %1 is not known").arg(QString::fromUtf8(coding))};
    if (http::equalsIgnoreCase(coding, "zstd"))
        bytes = zstdDecompress(body, maximumDecodedSize, maximumRatio);
    else if (http::equalsIgnoreCase(coding, "gzip") || http::equalsIgnoreCase(coding, "x-gzip"))
        bytes = gzipDecompress(body, maximumDecodedSize, maximumRatio);
    if (!bytes)
        return bytes.error();
    return DecodedContent{*std::move(bytes), true};
}

} // namespace cpx
