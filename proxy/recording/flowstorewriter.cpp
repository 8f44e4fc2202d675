// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/flowstorewriter.h"

#include "proxy/recording/flowinsertion.h"
#include "proxy/recording/flowstoreschema.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 msPerDay = 24LL * 3600 * 1000;

} // namespace

FlowStoreWriter::FlowStoreWriter(const RecordingOptions &options, std::unique_ptr<SqliteFile> file)
    : m_options(options)
    , m_file(std::move(file))
{
}

QString FlowStoreWriter::fileIn(const QString &directory)
{
    return directory + u"/requests.sqlite"_s;
}

Result<std::unique_ptr<FlowStoreWriter>> FlowStoreWriter::open(const RecordingOptions &options)
{
    auto file = SqliteFile::open(fileIn(options.directory), {flowStoreVersion, schemaStatements});
    if (!file)
        return file.error();
    return std::unique_ptr<FlowStoreWriter>(new FlowStoreWriter(options, *std::move(file)));
}

Result<void> FlowStoreWriter::insert(const QList<RecordedFlow> &flows)
{
    return m_file->transaction([&]() -> Result<void> {
        if (auto done = insertAll(flows); !done)
            return done;
        return makeRoom();
    });
}

Result<void> FlowStoreWriter::insertAll(const QList<RecordedFlow> &flows)
{
    auto insertion = FlowInsertion::prepare(m_file->database());
    if (!insertion)
        return insertion.error();
    for (const RecordedFlow &flow : flows) {
        if (auto done = insertion->add(flow); !done)
            return done;
    }
    return {};
}

Result<void> FlowStoreWriter::makeRoom()
{
    const qint64 oldest = QDateTime::currentMSecsSinceEpoch() - m_options.maximumDays * msPerDay;
    if (auto done = m_file->database().execute(u"DELETE FROM flows WHERE pinned = 0 AND started_ms < %1"_s.arg(oldest)); !done)
        return done;
    auto used = m_file->usedBytes();
    if (!used || *used <= m_options.maximumBytes)
        return used ? Result<void>() : used.error();
    const qint64 goal = m_options.maximumBytes - m_options.maximumBytes / 64; // so that it is not done every time
    while (used && *used > goal) {
        if (auto done = removeOldest(*used - goal); !done)
            return done;
        auto less = m_file->usedBytes();
        if (less && *less >= *used)
            break; // nothing is left that may go
        used = less;
    }
    if (!used)
        return used.error();
    return {};
}

/// Of those that are not pinned, as many of the oldest as take up that much, one at least.
Result<void> FlowStoreWriter::removeOldest(qint64 bytes)
{
    auto query = m_file->database().prepared(u"SELECT id, stored_bytes FROM flows WHERE pinned = 0 ORDER BY id"_s);
    if (!query)
        return query.error();
    if (auto done = m_file->database().run(*query); !done)
        return done;
    qint64 last = 0;
    while (bytes > 0 && query->next()) {
        last = query->value(0).toLongLong();
        bytes -= query->value(1).toLongLong();
    }
    if (auto read = m_file->database().readToEnd(*query); !read)
        return read;
    return m_file->database().execute(u"DELETE FROM flows WHERE pinned = 0 AND id <= %1"_s.arg(last));
}

} // namespace cpx
