// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/recording/flowdatabase.h"
#include "proxy/recording/recordedflow.h"

namespace cpx {

/// Reads recorded exchanges, also while other processes write. Changes nothing. Belongs to one thread. Error codes: see
/// FlowDatabase.
class FlowStoreReader
{
public:
    /// NotFound when nothing was recorded there yet. Fails with Usage when a newer version wrote the file.
    static Result<std::unique_ptr<FlowStoreReader>> open(const QString &directory);

    /// The newest first, without bodies (their states and sizes are there).
    Result<QList<RecordedFlow>> newest(int limit);
    /// One with its bodies; NotFound when there is no such id.
    Result<RecordedFlow> find(qint64 id);

private:
    explicit FlowStoreReader(std::unique_ptr<FlowDatabase> database);

    std::unique_ptr<FlowDatabase> m_database;
};

} // namespace cpx
