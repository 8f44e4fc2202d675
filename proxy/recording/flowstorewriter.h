// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/recording/recordedflow.h"
#include "proxy/storage/sqlitefile.h"

namespace cpx {

/// Adds recorded exchanges to the store, <directory>/requests.sqlite, and keeps it within its budget: the oldest make
/// room, pinned ones stay. What is said of SqliteFile goes for the file, this class and its errors.
class FlowStoreWriter
{
public:
    /// See SqliteFile::open().
    static Result<std::unique_ptr<FlowStoreWriter>> open(const RecordingOptions &options);

    static QString fileIn(const QString &directory);

    /// All of them or none, in one transaction; then makes room. Their ids are given by the store.
    Result<void> insert(const QList<RecordedFlow> &flows);

    bool isThere() const { return m_file->isThere(); } ///< see SqliteFile
    QString movedTo() const { return m_file->movedTo(); } ///< where a damaged file went on opening; empty: there was none

private:
    FlowStoreWriter(const RecordingOptions &options, std::unique_ptr<SqliteFile> file);
    Result<void> insertAll(const QList<RecordedFlow> &flows);
    Result<void> makeRoom();
    Result<void> removeOldest(qint64 bytes);

    RecordingOptions m_options;
    std::unique_ptr<SqliteFile> m_file;
};

} // namespace cpx
