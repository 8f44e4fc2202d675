// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/promptstore.h"

#include "proxy/prompt/promptmemory.h"
#include "proxy/prompt/treatmentformat.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int storeVersion = 1;

/// The treatment comes last, so that counting need not read over it.
QStringList schemaStatements(int)
{
    return {u"CREATE TABLE IF NOT EXISTS treatments (of TEXT NOT NULL, id BLOB NOT NULL, last_day INTEGER NOT NULL, "
            "bytes INTEGER NOT NULL, treatment BLOB, PRIMARY KEY (of, id))"_s,
            u"CREATE INDEX IF NOT EXISTS treatments_by_day ON treatments (last_day, bytes)"_s};
}

QString nameOf(StoredTreatment::Of of)
{
    return of == StoredTreatment::Of::Message ? u"message"_s : u"output"_s;
}

} // namespace

PromptStore::PromptStore(const PromptStoreOptions &options, std::unique_ptr<SqliteFile> file)
    : m_options(options)
    , m_file(std::move(file))
{
}

QString PromptStore::fileIn(const QString &directory)
{
    return directory + u"/prompts.sqlite"_s;
}

Result<std::unique_ptr<PromptStore>> PromptStore::open(const PromptStoreOptions &options)
{
    auto file = SqliteFile::open(fileIn(options.directory), {storeVersion, schemaStatements});
    if (!file)
        return file.error();
    return std::unique_ptr<PromptStore>(new PromptStore(options, *std::move(file)));
}

qint64 PromptStore::oldestDay() const
{
    return PromptMemory::today() - m_options.days;
}

Result<QList<StoredTreatment>> PromptStore::load()
{
    SqliteDatabase &database = m_file->database();
    auto query = database.prepared(u"SELECT of, id, last_day, bytes, treatment FROM treatments WHERE last_day >= %1 "
                                   "ORDER BY last_day DESC, rowid DESC LIMIT %2"_s.arg(oldestDay()).arg(m_options.maximumEntries));
    if (!query)
        return query.error();
    if (auto done = database.run(*query); !done)
        return done.error();
    QList<StoredTreatment> treatments;
    qint64 left = m_options.maximumBytes; // an older setting may have allowed more
    while (query->next() && (left -= query->value(3).toLongLong()) >= 0) {
        const auto of = query->value(0).toString() == nameOf(StoredTreatment::Of::Message) ? StoredTreatment::Of::Message
                                                                                           : StoredTreatment::Of::ToolOutput;
        if (auto treatment = treatmentFromCbor(query->value(4).toByteArray()))
            treatments.append({of, query->value(1).toByteArray(), std::move(treatment), query->value(2).toLongLong()});
    }
    if (auto read = database.readToEnd(*query); !read)
        return read.error();
    std::reverse(treatments.begin(), treatments.end());
    return treatments;
}

Result<void> PromptStore::save(const QList<StoredTreatment> &treatments)
{
    return m_file->transaction([&]() -> Result<void> {
        if (auto done = saveAll(treatments); !done)
            return done;
        return makeRoom();
    });
}

Result<void> PromptStore::saveAll(const QList<StoredTreatment> &treatments)
{
    SqliteDatabase &database = m_file->database();
    auto insert = database.prepared(u"INSERT OR REPLACE INTO treatments (of, id, last_day, bytes, treatment) VALUES (?, ?, ?, ?, ?)"_s);
    if (!insert)
        return insert.error();
    auto touch = database.prepared(u"UPDATE treatments SET last_day = max(last_day, ?) WHERE of = ? AND id = ?"_s);
    if (!touch)
        return touch.error();
    for (const StoredTreatment &entry : treatments) {
        QVariantList values{nameOf(entry.of), entry.id, entry.lastDay};
        if (entry.treatment) {
            const QByteArray packed = toCbor(*entry.treatment);
            values += {entry.id.size() + packed.size(), packed.isEmpty() ? QVariant() : QVariant(packed)};
        } else {
            values = {entry.lastDay, nameOf(entry.of), entry.id};
        }
        QSqlQuery &query = entry.treatment ? *insert : *touch;
        for (int i = 0; i < values.size(); ++i)
            query.bindValue(i, values.at(i));
        if (auto done = database.run(query); !done)
            return done;
    }
    return {};
}

Result<void> PromptStore::makeRoom()
{
    SqliteDatabase &database = m_file->database();
    if (auto done = database.execute(u"DELETE FROM treatments WHERE last_day < %1"_s.arg(oldestDay())); !done)
        return done;
    auto entries = database.value(u"SELECT count(*) FROM treatments"_s);
    if (!entries)
        return entries.error();
    auto bytes = database.value(u"SELECT sum(bytes) FROM treatments"_s);
    if (!bytes)
        return bytes.error();
    const qint64 entriesOver = entries->toLongLong() - m_options.maximumEntries;
    const qint64 bytesOver = bytes->toLongLong() - m_options.maximumBytes;
    if (entriesOver <= 0 && bytesOver <= 0)
        return {};
    // A little more, so that it is not done every time.
    return removeLeastUsed(entriesOver + m_options.maximumEntries / 16, bytesOver + m_options.maximumBytes / 16);
}

/// As many as are that many and take up that much.
Result<void> PromptStore::removeLeastUsed(qint64 entries, qint64 bytes)
{
    SqliteDatabase &database = m_file->database();
    auto query = database.prepared(u"SELECT rowid, bytes FROM treatments ORDER BY treatment IS NOT NULL, last_day, rowid"_s);
    if (!query)
        return query.error();
    if (auto done = database.run(*query); !done)
        return done;
    QStringList rows;
    while ((entries > 0 || bytes > 0) && query->next()) {
        rows.append(query->value(0).toString());
        --entries;
        bytes -= query->value(1).toLongLong();
    }
    if (auto read = database.readToEnd(*query); !read)
        return read;
    return database.execute(u"DELETE FROM treatments WHERE rowid IN (%1)"_s.arg(rows.join(u',')));
}

} // namespace cpx
