// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gzip.h"

#include "core/translate.h"
#include "core/zstd.h"

#include <algorithm>
#include <limits>
#include <zlib.h>

namespace cpx {

namespace {

/// An inflate state that is always given back.
class Inflater
{
public:
    Inflater() { m_isReady = inflateInit2(&stream, 16 + MAX_WBITS) == Z_OK; } // 16: gzip, nothing else
    ~Inflater()
    {
        if (m_isReady)
            inflateEnd(&stream);
    }
    Q_DISABLE_COPY_MOVE(Inflater)

    bool isReady() const { return m_isReady; }

    z_stream stream = {};

private:
    bool m_isReady = false;
};

Error invalid(const QString &message)
{
    return Error{Error::Code::Invalid, message};
}

} // namespace

Result<QByteArray> gzipDecompress(QByteArrayView compressed, qint64 maxOutput, int maxRatio)
{
    if (compressed.size() > std::numeric_limits<uInt>::max())
        return invalid(translate("cpx", "the gzip data is too large"));
    Inflater inflater;
    if (!inflater.isReady())
        return Error{Error::Code::Internal, translate("cpx", "there is no memory for a gzip decoder")};
    const qint64 limit = std::min(maxOutput, std::max(zstdRatioFloor, qint64(compressed.size()) * maxRatio));
    z_stream &stream = inflater.stream;
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(compressed.data())); // zlib reads it only
    stream.avail_in = uInt(compressed.size());
    QByteArray output;
    QByteArray chunk(64 * 1024, Qt::Uninitialized);
    int result = Z_OK;
    do {
        stream.next_out = reinterpret_cast<Bytef *>(chunk.data());
        stream.avail_out = uInt(chunk.size());
        result = inflate(&stream, Z_NO_FLUSH);
        if (result != Z_OK && result != Z_STREAM_END) // Z_BUF_ERROR: the input ended too early
            return invalid(translate("cpx", "the gzip data is damaged, cut off, or no gzip at all"));
        const qsizetype length = chunk.size() - qsizetype(stream.avail_out);
        if (output.size() + length > limit)
            return invalid(translate("cpx", "the gzip data decodes to more than %1 bytes (the limit)").arg(limit));
        output.append(chunk.constData(), length);
        if (result == Z_STREAM_END && stream.avail_in > 0) {
            inflateReset(&stream); // another member follows
            result = Z_OK;
        }
    } while (result != Z_STREAM_END);
    return output;
}

} // namespace cpx
