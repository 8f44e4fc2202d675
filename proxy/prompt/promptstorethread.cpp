// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/promptstorethread.h"

#include "proxy/prompt/promptstoreworker.h"

#include <QLoggingCategory>
#include <QThread>
#include <QTimer>
#include <chrono>

using namespace std::chrono_literals;

namespace cpx {

namespace {

Q_LOGGING_CATEGORY(lcPromptStore, "cpx.prompt", QtInfoMsg)

/// Ids that are shorter are counted, as some clients and servers do: another conversation would have the same ones. Codex's
/// are "msg_" and a UUID.
constexpr qsizetype shortestUniqueId = 20;
constexpr auto patience = 3s;
constexpr auto lastWords = 8s; ///< more than SQLite waits for a lock
constexpr qsizetype mostWaiting = 16 * 1024 * 1024; ///< bytes, about: the rest is not written when a disk hangs

} // namespace

PromptStoreThread::PromptStoreThread(const PromptStoreOptions &options, PromptMemory &messages, PromptMemory &outputs)
    : m_messages(messages)
    , m_outputs(outputs)
    , m_thread(new QThread)
    , m_worker(new PromptStoreWorker(options))
{
    watch(m_messages, StoredTreatment::Of::Message);
    watch(m_outputs, StoredTreatment::Of::ToolOutput);
    m_thread->setObjectName(QStringLiteral("prompts"));
    m_worker->moveToThread(m_thread);
    connect(m_worker, &PromptStoreWorker::problemChanged, this, &PromptStoreThread::problemChanged, Qt::QueuedConnection);
    connect(m_worker, &PromptStoreWorker::loaded, this, &PromptStoreThread::restore, Qt::QueuedConnection);
    connect(m_worker, &PromptStoreWorker::written, this, [this] {
        m_isWriting = false;
        handOver();
    }, Qt::QueuedConnection);
    m_thread->start();
    QMetaObject::invokeMethod(m_worker, &PromptStoreWorker::load, Qt::QueuedConnection);
    QTimer::singleShot(patience, this, &PromptStoreThread::release);
}

PromptStoreThread::~PromptStoreThread()
{
    m_messages.setWatcher({});
    m_outputs.setWatcher({});
    m_isWriting = false;
    handOver();
    QMetaObject::invokeMethod(m_worker, [thread = m_thread, worker = m_worker] {
        worker->writeWaiting();
        worker->deleteLater(); // carried out when the thread's event loop ends
        thread->quit();
    }, Qt::QueuedConnection);
    if (m_thread->wait(QDeadlineTimer(lastWords)))
        delete m_thread;
    else // a disk that hangs must not hold up everything else: the thread is left to itself
        qCWarning(lcPromptStore).noquote() << tr("what was done to the last prompts may be forgotten: the disk does not answer");
}

void PromptStoreThread::watch(PromptMemory &memory, StoredTreatment::Of of)
{
    memory.setWatcher({[this, of](const QByteArray &id, const PromptTreatment &treatment, qint64 day) { add({of, id, treatment, day}); },
                       [this, of](const QByteArray &id, qint64 day) { add({of, id, std::nullopt, day}); }});
}

void PromptStoreThread::whenLoaded(std::function<void()> call)
{
    if (m_isReleased)
        return call();
    m_calls.push_back(std::move(call));
}

void PromptStoreThread::restore(const QList<StoredTreatment> &treatments)
{
    for (const StoredTreatment &entry : treatments)
        (entry.of == StoredTreatment::Of::Message ? m_messages : m_outputs).restore(entry.id, *entry.treatment, entry.lastDay);
    release();
}

void PromptStoreThread::release()
{
    if (std::exchange(m_isReleased, true))
        return;
    const auto calls = std::exchange(m_calls, {});
    for (const auto &call : calls)
        call();
}

void PromptStoreThread::add(StoredTreatment treatment)
{
    if (treatment.id.size() < shortestUniqueId)
        return;
    m_waitingBytes += treatment.id.size() + (treatment.treatment ? treatment.treatment->cost() : 0);
    if (m_waitingBytes > mostWaiting)
        return;
    m_waiting.append(std::move(treatment));
    handOver();
}

void PromptStoreThread::handOver()
{
    if (m_isWriting || m_waiting.isEmpty())
        return;
    m_isWriting = true;
    m_waitingBytes = 0;
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, batch = std::exchange(m_waiting, {})] { worker->write(batch); }, Qt::QueuedConnection);
}

} // namespace cpx
