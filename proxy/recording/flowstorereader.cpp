// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/flowstorereader.h"

#include "core/translate.h"
#include "core/zstd.h"
#include "proxy/changes/bodychange.h"
#include "proxy/recording/eventtimes.h"
#include "proxy/recording/flowstoreschema.h"
#include "proxy/recording/flowstorewriter.h"
#include "proxy/responses/responsesummary.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <limits>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

/// What comes before the bodies: SQLite need not touch those to read it.
constexpr QLatin1StringView columnsWithoutBodies(
    "flows.id, pinned, flow, mode, phase, method, target, upstream, status, error_code, error_text, started_ms, "
    "first_byte_us, total_us, request_bytes, response_bytes, request_state, request_decoded, request_size, "
    "response_state, response_decoded, response_size, request_headers, response_headers, ");
constexpr QLatin1StringView details("change_count, summary, sent_state, sent_size");
constexpr QLatin1StringView detailsBeforeVersion2("0, NULL, NULL, NULL");
constexpr QLatin1StringView bodies(", request_body, response_body, ");
constexpr QLatin1StringView moreDetails("changes, event_times, sent_body");
constexpr QLatin1StringView moreDetailsBeforeVersion2("NULL, NULL, NULL");
constexpr QLatin1StringView from(" FROM flows LEFT JOIN flow_details ON flow_details.id = flows.id");
constexpr QLatin1StringView fromBeforeVersion2(" FROM flows");
constexpr qint64 largestChanges = 64LL * 1024 * 1024;

http::HeaderList headersOf(const QByteArray &text)
{
    http::HeaderList headers;
    const QList<QByteArray> lines = text.split('\n');
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            headers.append(line.first(colon), line.sliced(colon + 1).trimmed());
    }
    return headers;
}

std::optional<qint64> numberOrNothing(const QVariant &value)
{
    return value.isNull() ? std::nullopt : std::optional(value.toLongLong());
}

/// Takes the columns of the current row one after the other.
class Row
{
public:
    explicit Row(const QSqlQuery &query)
        : m_query(query)
    {
    }
    QVariant next() { return m_query.value(m_column++); }

private:
    const QSqlQuery &m_query;
    int m_column = 0;
};

void readBodyFacts(Row &row, RecordedBody &body)
{
    body.state = bodyStateFromName(row.next().toString());
    body.isDecoded = row.next().toBool();
    body.size = row.next().toLongLong();
}

RecordedFlow flowOf(Row &row)
{
    RecordedFlow flow;
    FlowRecord &record = flow.record;
    flow.id = row.next().toLongLong();
    flow.isPinned = row.next().toBool();
    record.id = row.next().toULongLong();
    flow.mode = recordingModeFromName(row.next().toString());
    record.phase = phaseFromName(row.next().toString());
    record.method = row.next().toByteArray();
    record.target = row.next().toByteArray();
    record.upstream = row.next().toString();
    if (const auto status = numberOrNothing(row.next()))
        record.status = int(*status);
    record.errorCode = row.next().toByteArray();
    record.errorText = row.next().toString();
    record.startedMs = row.next().toLongLong();
    record.firstByteUs = numberOrNothing(row.next());
    record.totalUs = numberOrNothing(row.next());
    record.requestBytes = row.next().toLongLong();
    record.responseBytes = row.next().toLongLong();
    readBodyFacts(row, flow.request);
    readBodyFacts(row, flow.response);
    record.requestHeaders = headersOf(row.next().toByteArray());
    record.responseHeaders = headersOf(row.next().toByteArray());
    flow.changeCount = row.next().toInt();
    if (const QByteArray summary = row.next().toByteArray(); !summary.isEmpty()) {
        record.summary = std::make_shared<const ResponseSummary>(
            responseSummaryFromJson(QJsonDocument::fromJson(summary).object()));
    }
    if (const QString state = row.next().toString(); !state.isEmpty())
        flow.sent.emplace().state = bodyStateFromName(state);
    if (const auto size = numberOrNothing(row.next()); size && flow.sent)
        flow.sent->size = *size;
    return flow;
}

void readBodies(Row &row, RecordedFlow &flow)
{
    flow.request.packed = row.next().toByteArray();
    flow.response.packed = row.next().toByteArray();
    if (const auto changes = zstdDecompress(row.next().toByteArray(), largestChanges, std::numeric_limits<int>::max())) {
        flow.record.changes = std::make_shared<const QList<BodyChange>>(
            bodyChangesFromJson(QJsonDocument::fromJson(*changes).array()));
    }
    flow.eventTimesUs = unpackedTimes(row.next().toByteArray());
    const QByteArray sent = row.next().toByteArray();
    if (flow.sent)
        flow.sent->packed = sent;
}

/// Behind the last text that begins so: the order of texts is that of their bytes.
QString behind(const QString &beginning)
{
    return beginning + QString::fromUcs4(U"\U0010ffff", 1);
}

} // namespace

FlowStoreReader::FlowStoreReader(std::unique_ptr<SqliteDatabase> database, int version)
    : m_database(std::move(database))
    , m_version(version)
{
}

Result<std::unique_ptr<FlowStoreReader>> FlowStoreReader::open(const QString &directory)
{
    const QString path = FlowStoreWriter::fileIn(directory);
    const Error nothing{Error::Code::NotFound, translate("cpx", "nothing is recorded in %1").arg(directory)};
    if (!QFileInfo::exists(path))
        return nothing;
    auto database = SqliteDatabase::open(path, SqliteDatabase::Access::ReadOnly);
    if (!database)
        return database.error();
    auto version = (*database)->value(u"PRAGMA user_version"_s);
    if (!version)
        return version.error();
    if (version->toInt() == 0)
        return nothing; // somebody is about to create it
    if (version->toInt() > flowStoreVersion) {
        return Error{Error::Code::Usage,
                     translate("cpx", "%1 was written by a newer version of Codex-Plus; use that one, or move the file away").arg(path)};
    }
    return std::unique_ptr<FlowStoreReader>(new FlowStoreReader(*std::move(database), version->toInt()));
}

Result<QList<RecordedFlow>> FlowStoreReader::newest(int limit, const FlowSelection &selection)
{
    const bool hasDetails = m_version >= 2;
    if (!hasDetails && (selection.kind || !selection.session.isEmpty()))
        return QList<RecordedFlow>();
    QString statement = u"SELECT "_s + columnsWithoutBodies + (hasDetails ? details : detailsBeforeVersion2)
        + (hasDetails ? from : fromBeforeVersion2) + u" WHERE 1"_s;
    if (!selection.session.isEmpty())
        statement += u" AND session_id >= :session AND session_id < :behind"_s;
    if (selection.kind)
        statement += u" AND kind = :kind"_s;
    auto query = m_database->prepared(statement + u" ORDER BY flows.id DESC LIMIT %1"_s.arg(limit));
    if (!query)
        return query.error();
    if (!selection.session.isEmpty()) {
        query->bindValue(u":session"_s, selection.session);
        query->bindValue(u":behind"_s, behind(selection.session));
    }
    if (selection.kind)
        query->bindValue(u":kind"_s, requestKindName(*selection.kind));
    if (auto done = m_database->run(*query); !done)
        return done.error();
    QList<RecordedFlow> flows;
    while (query->next()) {
        Row row(*query);
        flows.append(flowOf(row));
    }
    if (auto read = m_database->readToEnd(*query); !read)
        return read.error();
    return flows;
}

Result<RecordedFlow> FlowStoreReader::find(qint64 id)
{
    const bool hasDetails = m_version >= 2;
    auto query = m_database->prepared(u"SELECT "_s + columnsWithoutBodies + (hasDetails ? details : detailsBeforeVersion2) + bodies
                                      + (hasDetails ? moreDetails : moreDetailsBeforeVersion2)
                                      + (hasDetails ? from : fromBeforeVersion2) + u" WHERE flows.id = %1"_s.arg(id));
    if (!query)
        return query.error();
    if (auto done = m_database->run(*query); !done)
        return done.error();
    if (!query->next()) {
        if (auto read = m_database->readToEnd(*query); !read)
            return read.error();
        return Error{Error::Code::NotFound, translate("cpx", "there is no request %1; codex-plus requests list shows them").arg(id)};
    }
    Row row(*query);
    RecordedFlow flow = flowOf(row);
    readBodies(row, flow);
    return flow;
}

} // namespace cpx
