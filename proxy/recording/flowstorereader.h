// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/prompt/requestkind.h"
#include "proxy/storage/sqlitedatabase.h"
#include "proxy/recording/recordedflow.h"

namespace cpx {

/// Which exchanges are wanted. A plain value; what is empty matches all.
struct FlowSelection
{
    QString session{}; ///< the beginning of its id
    std::optional<RequestKind> kind{};
};

/// Reads recorded exchanges, also while other processes write. Changes nothing. Belongs to one thread. Error codes: see
/// SqliteDatabase.
class FlowStoreReader
{
public:
    /// NotFound when nothing was recorded there yet. Fails with Usage when a newer version wrote the file; that of an older one
    /// is read as it is.
    static Result<std::unique_ptr<FlowStoreReader>> open(const QString &directory);

    /// The newest first, without bodies (their states and sizes are there), changes and the times of events. A store of an
    /// older version knows no sessions and kinds.
    Result<QList<RecordedFlow>> newest(int limit, const FlowSelection &selection = {});
    /// One with its bodies; NotFound when there is no such id.
    Result<RecordedFlow> find(qint64 id);

private:
    FlowStoreReader(std::unique_ptr<SqliteDatabase> database, int version);

    std::unique_ptr<SqliteDatabase> m_database;
    int m_version; ///< of the schema
};

} // namespace cpx
