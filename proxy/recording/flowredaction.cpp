// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/flowredaction.h"

#include "core/documentredaction.h"
#include "core/redaction.h"
#include "proxy/changes/bodychange.h"
#include "proxy/recording/contentcoding.h"
#include "proxy/recording/eventtimes.h"
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

QString hidden(const QString &text)
{
    return QString::fromUtf8(redacted(text.toUtf8()));
}

ChangeText keptText(ChangeText text, RecordingMode mode)
{
    if (mode == RecordingMode::Metadata) {
        text.bytes.clear(); // its size stays
    } else if (mode == RecordingMode::Redacted && text.exists()) {
        const bool isCut = text.isCut();
        text.bytes = redactedDocument(text.bytes);
        text.size = isCut ? qMax<qint64>(text.size, text.bytes.size() + 1) : text.bytes.size();
    }
    return text;
}

void keepChanges(FlowRecord &record, RecordingMode mode)
{
    if (!record.changes)
        return;
    QList<BodyChange> changes = *record.changes;
    for (BodyChange &change : changes) {
        change.before = keptText(std::move(change.before), mode);
        change.after = keptText(std::move(change.after), mode);
        change.location = redacted(change.location);
        change.attribution.name = hidden(change.attribution.name);
        change.attribution.source = hidden(change.attribution.source);
        change.attribution.detail = hidden(change.attribution.detail);
    }
    record.changes = std::make_shared<const QList<BodyChange>>(std::move(changes));
}

} // namespace

RecordedFlow keptOf(GatheredExchange exchange, RecordingMode mode)
{
    RecordedFlow flow;
    flow.mode = mode;
    flow.record = std::move(exchange.record);
    FlowRecord &record = flow.record;
    const bool isWhole = record.phase == FlowRecord::Phase::Done;
    flow.eventTimesUs = eventTimes(exchange.response, record.responseHeaders);
    if (exchange.sent)
        flow.sent = keptBody(*std::move(exchange.sent), mode, {}, true);
    flow.request = keptBody(std::move(exchange.request), mode, record.requestHeaders, isWhole);
    flow.response = keptBody(std::move(exchange.response), mode, record.responseHeaders, isWhole);
    record.target = redacted(record.target);
    record.errorText = hidden(record.errorText);
    keepChanges(record, mode);
    flow.changeCount = record.changes ? int(record.changes->size()) : 0;
    record.requestHeaders = redactedHeaders(record.requestHeaders);
    record.responseHeaders = redactedHeaders(record.responseHeaders);
    return flow;
}

} // namespace cpx
