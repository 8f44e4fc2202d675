// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/recording/flowstorewriter.h"
#include "proxy/recording/gatheredexchange.h"
#include "proxy/recording/recordingmemory.h"

#include <QElapsedTimer>
#include <QObject>
#include <atomic>
#include <memory>

namespace cpx {

/// The Recorder's side in the writer's thread: turns what was gathered into what may be kept, and puts it into the store.
/// What the store does not take is lost, bodies first; that is told once. Lives in the writer's thread; end() may be called
/// from any.
class RecordWriter : public QObject
{
    Q_OBJECT

public:
    RecordWriter(const RecordingOptions &options, std::shared_ptr<RecordingMemory> memory);

    void open();
    void write(QList<GatheredExchange> batch); ///< emits written()
    /// From now on nothing is tried twice.
    void end() { m_isEnding = true; }

signals:
    void written();
    /// Why exchanges are not recorded, or only in part; empty: all is well again.
    void problemChanged(const QString &text);

private:
    QString insert(const QList<RecordedFlow> &flows);
    Result<void> insertPatiently(const QList<RecordedFlow> &flows);
    Result<void> ensureOpen();
    static void tellMoved(const QString &path);
    void report(const QString &problem);

    RecordingOptions m_options;
    std::shared_ptr<RecordingMemory> m_memory;
    std::unique_ptr<FlowStoreWriter> m_store; ///< null: could not be opened
    Error m_openError;
    QElapsedTimer m_sinceOpening; ///< since the last try
    QString m_problem; ///< the one told last
    std::atomic<bool> m_isEnding = false;
};

} // namespace cpx
