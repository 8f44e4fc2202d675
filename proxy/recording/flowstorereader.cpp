// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/flowstorereader.h"

#include "core/translate.h"
#include "proxy/recording/flowstorewriter.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

/// What comes before the bodies: SQLite need not touch those to read it.
constexpr QLatin1StringView columnsWithoutBodies(
    "id, pinned, flow, mode, phase, method, target, upstream, status, error_code, error_text, started_ms, "
    "first_byte_us, total_us, request_bytes, response_bytes, request_state, request_decoded, request_size, "
    "response_state, response_decoded, response_size, request_headers, response_headers");

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
    return flow;
}

} // namespace

FlowStoreReader::FlowStoreReader(std::unique_ptr<FlowDatabase> database)
    : m_database(std::move(database))
{
}

Result<std::unique_ptr<FlowStoreReader>> FlowStoreReader::open(const QString &directory)
{
    const QString path = FlowStoreWriter::fileIn(directory);
    const Error nothing{Error::Code::NotFound, translate("cpx", "nothing is recorded in %1").arg(directory)};
    if (!QFileInfo::exists(path))
        return nothing;
    auto database = FlowDatabase::open(path, FlowDatabase::Access::ReadOnly);
    if (!database)
        return database.error();
    auto version = (*database)->value(u"PRAGMA user_version"_s);
    if (!version)
        return version.error();
    if (version->toInt() == 0)
        return nothing; // somebody is about to create it
    if (version->toInt() > FlowDatabase::schemaVersion) {
        return Error{Error::Code::Usage,
                     translate("cpx", "%1 was written by a newer version of Codex-Plus; use that one, or move the file away").arg(path)};
    }
    return std::unique_ptr<FlowStoreReader>(new FlowStoreReader(*std::move(database)));
}

Result<QList<RecordedFlow>> FlowStoreReader::newest(int limit)
{
    auto query = m_database->prepared(u"SELECT %1 FROM flows ORDER BY id DESC LIMIT %2"_s.arg(columnsWithoutBodies).arg(limit));
    if (!query)
        return query.error();
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
    auto query = m_database->prepared(u"SELECT %1, request_body, response_body FROM flows WHERE id = %2"_s.arg(columnsWithoutBodies).arg(id));
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
    flow.request.packed = row.next().toByteArray();
    flow.response.packed = row.next().toByteArray();
    return flow;
}

} // namespace cpx
