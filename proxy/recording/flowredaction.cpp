// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/flowredaction.h"

#include "core/documentredaction.h"
#include "core/redaction.h"
#include "proxy/recording/contentcoding.h"
#include "proxy/redactedheaders.h"

namespace cpx {

namespace {

constexpr qsizetype longestCharacter = 4; ///< bytes of UTF-8

/// Text that redactedDocument() can read: UTF-8, whose last character may be cut off. Zero bytes would be those of another
/// encoding, which hides credentials from it.
bool isSearchable(const QByteArray &bytes, bool isCut)
{
    if (bytes.contains('\0'))
        return false;
    QByteArrayView text(bytes);
    for (qsizetype chopped = 0; chopped < longestCharacter; ++chopped) {
        if (QByteArray::fromRawData(text.data(), text.size()).isValidUtf8())
            return true;
        if (!isCut || text.isEmpty())
            return false;
        text.chop(1);
    }
    return false;
}

RecordedBody keptBody(GatheredBody body, RecordingMode mode, const http::HeaderList &headers, bool isWhole)
{
    using State = RecordedBody::State;
    if (body.state != State::Kept && body.state != State::Truncated)
        return RecordedBody::of(body.state, {});
    const QByteArray bytes = body.pieces.size() == 1 ? body.pieces.constFirst() : body.pieces.join();
    body.pieces.clear();
    if (mode == RecordingMode::Full)
        return RecordedBody::of(body.state, bytes);
    auto content = decodedContent(bytes, headers);
    if (!content || !isSearchable(content->bytes, body.state == State::Truncated || !isWhole))
        return RecordedBody::of(State::Unreadable, {});
    return RecordedBody::of(body.state, redactedDocument(content->bytes), content->wasCoded);
}

} // namespace

RecordedFlow keptOf(GatheredExchange exchange, RecordingMode mode)
{
    RecordedFlow flow;
    flow.mode = mode;
    flow.record = std::move(exchange.record);
    FlowRecord &record = flow.record;
    const bool isWhole = record.phase == FlowRecord::Phase::Done;
    flow.request = keptBody(std::move(exchange.request), mode, record.requestHeaders, isWhole);
    flow.response = keptBody(std::move(exchange.response), mode, record.responseHeaders, isWhole);
    record.target = redacted(record.target);
    record.errorText = QString::fromUtf8(redacted(record.errorText.toUtf8()));
    record.requestHeaders = redactedHeaders(record.requestHeaders);
    record.responseHeaders = redactedHeaders(record.responseHeaders);
    return flow;
}

} // namespace cpx
