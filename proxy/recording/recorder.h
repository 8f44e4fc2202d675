// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/exchangetap.h"
#include "proxy/recording/gatheredexchange.h"
#include "proxy/recording/recordingmemory.h"

#include <QObject>
#include <QTimer>
#include <memory>

class QThread;

namespace cpx {

class RecordWriter;

/// Records exchanges in the store (FlowStoreWriter) without ever slowing them: taps gather shared bytes, finished exchanges
/// cross to a thread of their own in batches, at most five a second and one at a time, and what would need more than
/// 64 MiB meanwhile is not recorded. Nothing runs while idle. Owned by the engine; engine thread.
class Recorder : public QObject, public ExchangeObserver
{
    Q_OBJECT

public:
    explicit Recorder(const RecordingOptions &options); ///< mode is not Off
    /// Writes what is left; gives up after eight seconds.
    ~Recorder() override;

    std::unique_ptr<ExchangeTap> observe(const http::RequestHead &head, const FlowRecord &record) override;

signals:
    /// Why exchanges are not recorded, or only in part; empty: all is well again.
    void problemChanged(const QString &text);

private:
    void add(GatheredExchange exchange);
    void handOver();

    RecordingMode m_mode;
    std::shared_ptr<RecordingMemory> m_memory;
    QList<GatheredExchange> m_waiting;
    QTimer m_soon; ///< gathers a batch
    bool m_isWriting = false; ///< a batch is in the other thread
    bool m_wasFull = false; ///< exchanges went by unseen, and that was told; until the writer has caught up
    QThread *m_thread; ///< deleted when it has ended
    RecordWriter *m_writer; ///< lives in m_thread and is deleted there
};

} // namespace cpx
