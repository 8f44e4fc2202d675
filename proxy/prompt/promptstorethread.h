// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/prompt/promptmemory.h"
#include "proxy/prompt/promptstore.h"

#include <QObject>

class QThread;

namespace cpx {

class PromptStoreWorker;

/// Lets memories of prompts last longer than the engine: fills them from the PromptStore and writes down what they learn, in a
/// thread of its own, as far as ids tell apart conversations. Nothing here waits for the disk, and nothing runs while idle. Owned by the PromptStage; engine thread.
class PromptStoreThread : public QObject
{
    Q_OBJECT

public:
    /// Both memories are borrowed.
    PromptStoreThread(const PromptStoreOptions &options, PromptMemory &messages, PromptMemory &outputs);
    /// Writes what is left; gives up after eight seconds.
    ~PromptStoreThread() override;

    /// Calls it once: now, or when the memories are filled; at the latest after three seconds, since requests must not hang
    /// with a disk. Not at all once this object is destroyed.
    void whenLoaded(std::function<void()> call);

signals:
    /// Why nothing is kept; empty: all is well again.
    void problemChanged(const QString &text);

private:
    void watch(PromptMemory &memory, StoredTreatment::Of of);
    void restore(const QList<StoredTreatment> &treatments);
    void release();
    void add(StoredTreatment treatment);
    void handOver();

    PromptMemory &m_messages;
    PromptMemory &m_outputs;
    std::vector<std::function<void()>> m_calls; ///< that wait
    bool m_isReleased = false;
    QList<StoredTreatment> m_waiting; ///< until the other thread has written the ones before
    qsizetype m_waitingBytes = 0; ///< about
    bool m_isWriting = false;
    QThread *m_thread; ///< deleted when it has ended
    PromptStoreWorker *m_worker; ///< lives in m_thread and is deleted there
};

} // namespace cpx
