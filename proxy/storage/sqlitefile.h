// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/storage/sqlitedatabase.h"

#include <QStringList>
#include <functional>

namespace cpx {

/// What tables a file has.
struct SqliteSchema
{
    int version = 1; ///< PRAGMA user_version, as this program writes it; an empty file has 0
    /// What makes a file of the given version one of `version`, which is noted afterwards. Keeps what is there, and does no
    /// harm when another process has carried it out already.
    std::function<QStringList(int from)> statements{};
};

/// A file of ours that several programs may write and read at a time (SQLite with a write-ahead log): 0600, its directory
/// 0700, what is removed goes back to the disk. Belongs to the thread that opened it; calls may wait for the disk, and up to
/// five seconds for others. Error codes: see SqliteDatabase.
class SqliteFile
{
public:
    /// Creates what is missing, and brings the file of an older version up to date. A file that is damaged is moved aside
    /// (moveAside()), and a new one is begun; after a crash the whole file is checked for that. Fails with Usage when a newer
    /// version wrote the file, which is left alone.
    static Result<std::unique_ptr<SqliteFile>> open(const QString &path, const SqliteSchema &schema);

    /// Renames the file and what SQLite keeps beside it to <path>.corrupt-<time>, and returns the new name. Nobody here must
    /// have it open.
    static Result<QString> moveAside(const QString &path);

    SqliteDatabase &database() { return *m_database; }
    /// All of it or nothing.
    Result<void> transaction(const std::function<Result<void>()> &work);
    /// What the file will have after the transaction.
    Result<qint64> usedBytes();
    bool isThere() const; ///< false: somebody has removed it, and nobody would ever see what is written

    QString movedTo() const { return m_movedTo; } ///< where a damaged file went on opening; empty: there was none

private:
    SqliteFile(const QString &path, const SqliteSchema &schema);
    Result<void> openFile(bool isSuspect);
    Result<int> usableVersion(); ///< of the file; 0: an empty one
    Result<void> createSchema();
    Result<void> upgradeSchema();

    QString m_path;
    SqliteSchema m_schema;
    QString m_movedTo;
    std::unique_ptr<SqliteDatabase> m_database;
};

} // namespace cpx
