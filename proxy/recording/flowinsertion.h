// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/storage/sqlitedatabase.h"
#include "proxy/recording/recordedflow.h"

namespace cpx {

/// Puts exchanges into the tables of the store, inside a transaction of the caller. Error codes: see SqliteDatabase, which
/// is borrowed.
class FlowInsertion
{
public:
    static Result<FlowInsertion> prepare(SqliteDatabase &database);

    Result<void> add(const RecordedFlow &flow);

private:
    FlowInsertion(SqliteDatabase &database, QSqlQuery flows, QSqlQuery details);

    SqliteDatabase *m_database;
    QSqlQuery m_flows;
    QSqlQuery m_details;
};

} // namespace cpx
