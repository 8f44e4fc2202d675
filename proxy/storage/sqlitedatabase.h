// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>
#include <memory>

namespace cpx {

/// One connection to an SQLite file, closed with the object. Belongs to the thread that opened it.
/// Errors: Timeout when others kept the file locked for five seconds, Invalid when it is damaged or no database at all,
/// Io for everything else (a full disk, permissions). Messages name the file.
class SqliteDatabase
{
public:
    enum class Access { ReadOnly, ReadWrite };

    /// The file must exist.
    static Result<std::unique_ptr<SqliteDatabase>> open(const QString &path, Access access);
    ~SqliteDatabase();
    Q_DISABLE_COPY_MOVE(SqliteDatabase)

    Result<void> execute(const QString &statement);
    Result<QVariant> value(const QString &statement); ///< the first column of the first row; invalid without a row
    Result<QSqlQuery> prepared(const QString &statement);
    /// Runs a prepared query. Its rows are read with next(); false may mean a failure: readToEnd() tells, and ends it.
    Result<void> run(QSqlQuery &query);
    Result<void> readToEnd(QSqlQuery &query);

private:
    SqliteDatabase(const QString &path, const QString &connection);
    Error errorOf(const QSqlError &error) const;

    QString m_path;
    QString m_connection; ///< Qt's name for it
    QSqlDatabase m_database;
};

} // namespace cpx
