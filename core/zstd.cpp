// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zstd.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <memory>
#include <zstd.h>

namespace cpx {

namespace {

// 8 MiB, what RFC 8878 §3.1.1.1.2 asks every decoder to support. The library's own default is 128 MiB per
// decoder, which is a lot to spend on a stranger's word.
constexpr int windowLogMax = 23;

Error invalid(const QString &message)
{
    return Error{Error::Code::Invalid, message};
}

Error tooLarge(qint64 maxOutput)
{
    return invalid(QCoreApplication::translate("cpx", "The zstd data decodes to more than %1 (the limit).")
                       .arg(QLocale::c().formattedDataSize(maxOutput)));
}

Error tooDense(int maxRatio)
{
    return invalid(
        QCoreApplication::translate(
            "cpx", "The zstd data decodes to more than %1 times its size: refused as a decompression bomb.")
            .arg(maxRatio));
}

struct FreeDecoder
{
    void operator()(ZSTD_DCtx *decoder) const { ZSTD_freeDCtx(decoder); }
};

} // namespace

Result<QByteArray> zstdDecompress(QByteArrayView compressed, qint64 maxOutput, int maxRatio)
{
    const std::unique_ptr<ZSTD_DCtx, FreeDecoder> decoder(ZSTD_createDCtx());
    if (!decoder)
        return Error{Error::Code::Internal,
                     QCoreApplication::translate("cpx", "No memory for a zstd decoder.")};
    ZSTD_DCtx_setParameter(decoder.get(), ZSTD_d_windowLogMax, windowLogMax);

    const qint64 denseLimit = std::max(zstdRatioFloor, qint64(compressed.size()) * maxRatio);
    const qint64 limit = std::min(maxOutput, denseLimit);
    QByteArray output;
    QByteArray chunk(qsizetype(ZSTD_DStreamOutSize()), Qt::Uninitialized);
    ZSTD_inBuffer in{compressed.data(), std::size_t(compressed.size()), 0};
    std::size_t expectsMore = 1; // 0 exactly at the end of a frame

    // A full chunk may mean that the decoder holds back more output although it has consumed all the input.
    bool chunkWasFull = false;
    while (in.pos < in.size || chunkWasFull) {
        ZSTD_outBuffer out{chunk.data(), std::size_t(chunk.size()), 0};
        expectsMore = ZSTD_decompressStream(decoder.get(), &out, &in);
        if (ZSTD_isError(expectsMore)) {
            return invalid(QCoreApplication::translate(
                               "cpx", "The zstd data is damaged or not zstd at all (%1, near byte %2).")
                               .arg(QString::fromLatin1(ZSTD_getErrorName(expectsMore)))
                               .arg(in.pos));
        }
        if (output.size() + qint64(out.pos) > limit)
            return maxOutput <= denseLimit ? tooLarge(maxOutput) : tooDense(maxRatio);
        output.append(chunk.constData(), qsizetype(out.pos));
        chunkWasFull = out.pos == out.size && expectsMore != 0;
    }
    if (expectsMore != 0)
        return invalid(QCoreApplication::translate(
                           "cpx", "The zstd data ends in the middle of a frame (after %1 bytes).")
                           .arg(in.size));
    return output;
}

QByteArray zstdCompress(QByteArrayView data)
{
    struct FreeEncoder
    {
        void operator()(ZSTD_CCtx *encoder) const { ZSTD_freeCCtx(encoder); }
    };
    const std::unique_ptr<ZSTD_CCtx, FreeEncoder> encoder(ZSTD_createCCtx());
    Q_CHECK_PTR(encoder.get());
    ZSTD_CCtx_setParameter(encoder.get(), ZSTD_c_contentSizeFlag, 0);

    QByteArray output(qsizetype(ZSTD_compressBound(std::size_t(data.size()))), Qt::Uninitialized);
    ZSTD_inBuffer in{data.data(), std::size_t(data.size()), 0};
    ZSTD_outBuffer out{output.data(), std::size_t(output.size()), 0};
    // Into a buffer of ZSTD_compressBound() bytes one call always ends the frame.
    [[maybe_unused]] const std::size_t left = ZSTD_compressStream2(encoder.get(), &out, &in, ZSTD_e_end);
    Q_ASSERT(left == 0);
    output.truncate(qsizetype(out.pos));
    return output;
}

} // namespace cpx
