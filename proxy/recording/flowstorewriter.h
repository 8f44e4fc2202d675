// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/recording/flowdatabase.h"
#include "proxy/recording/recordedflow.h"

namespace cpx {

/// Adds recorded exchanges to the store, <directory>/requests.sqlite, and keeps it within its budget: the oldest make
/// room, pinned ones stay. The file is 0600, its directory 0700. Several writers and readers, of several processes, may use
/// the file at a time (write-ahead log). Belongs to one thread; calls may wait for the disk, and up to five seconds for
/// other writers. Error codes: see FlowDatabase.
class FlowStoreWriter
{
public:
    /// Creates what is missing, and brings the file of an older version up to date. A file that is damaged is moved aside, to requests.sqlite.corrupt-<time>, and a new one is
    /// begun; after a crash the whole file is checked for that. Fails with Usage when a newer version wrote the file.
    static Result<std::unique_ptr<FlowStoreWriter>> open(const RecordingOptions &options);

    static QString fileIn(const QString &directory);
    /// Renames the file and what SQLite keeps beside it, and returns the new name. No writer here must have it open.
    static Result<QString> moveAside(const QString &path);

    /// All of them or none, in one transaction; then makes room. Their ids are given by the store.
    Result<void> insert(const QList<RecordedFlow> &flows);

    /// Where a damaged file went on opening; empty: there was none.
    QString movedTo() const { return m_movedTo; }

private:
    explicit FlowStoreWriter(const RecordingOptions &options);
    Result<void> openFile(bool isSuspect);
    Result<int> usableVersion(); ///< of the file; 0: an empty one
    Result<void> createSchema();
    Result<void> upgradeSchema();
    Result<void> insertAll(const QList<RecordedFlow> &flows);
    Result<void> makeRoom();
    Result<void> removeOldest(qint64 bytes);
    Result<qint64> usedBytes(); ///< what the file will have after the transaction

    RecordingOptions m_options;
    QString m_path;
    QString m_movedTo;
    std::unique_ptr<FlowDatabase> m_database;
};

} // namespace cpx
