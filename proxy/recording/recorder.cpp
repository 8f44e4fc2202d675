// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/recorder.h"

#include "proxy/recording/recordingtap.h"
#include "proxy/recording/recordwriter.h"

#include <QLoggingCategory>
#include <QThread>
#include <chrono>

using namespace std::chrono_literals;

namespace cpx {

namespace {

Q_LOGGING_CATEGORY(lcRecorder, "cpx.recording", QtInfoMsg)

constexpr auto batchInterval = 200ms;
constexpr auto lastWords = 8s; ///< more than SQLite waits for a lock

} // namespace

Recorder::Recorder(const RecordingOptions &options)
    : m_mode(options.mode)
    , m_memory(std::make_shared<RecordingMemory>())
    , m_thread(new QThread)
    , m_writer(new RecordWriter(options, m_memory))
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(batchInterval);
    connect(&m_soon, &QTimer::timeout, this, &Recorder::handOver);
    m_thread->setObjectName(QStringLiteral("recorder"));
    m_writer->moveToThread(m_thread);
    connect(m_writer, &RecordWriter::problemChanged, this, &Recorder::problemChanged, Qt::QueuedConnection);
    connect(m_writer, &RecordWriter::written, this, [this] {
        m_isWriting = false;
        if (m_waiting.isEmpty())
            m_wasFull = false;
        else
            m_soon.start();
    }, Qt::QueuedConnection);
    m_thread->start();
    QMetaObject::invokeMethod(m_writer, &RecordWriter::open, Qt::QueuedConnection);
}

Recorder::~Recorder()
{
    m_writer->end();
    handOver();
    QMetaObject::invokeMethod(m_writer, [thread = m_thread, writer = m_writer] {
        writer->deleteLater(); // carried out when the thread's event loop ends
        thread->quit();
    }, Qt::QueuedConnection);
    if (m_thread->wait(QDeadlineTimer(lastWords)))
        delete m_thread;
    else // a disk that hangs must not hold up everything else: the thread is left to itself
        qCWarning(lcRecorder).noquote() << tr("the last requests may not be recorded: the disk does not answer");
}

std::unique_ptr<ExchangeTap> Recorder::observe(const http::RequestHead &head, const FlowRecord &)
{
    auto tap = RecordingTap::make(head, m_mode != RecordingMode::Metadata, *m_memory,
                                  [this](GatheredExchange exchange) { add(std::move(exchange)); });
    if (!tap && !std::exchange(m_wasFull, true))
        qCWarning(lcRecorder).noquote() << tr("the disk is too slow: some requests are not recorded");
    return tap;
}

void Recorder::add(GatheredExchange exchange)
{
    m_waiting.append(std::move(exchange));
    if (!m_isWriting && !m_soon.isActive())
        m_soon.start();
}

void Recorder::handOver()
{
    if (m_waiting.isEmpty())
        return;
    m_isWriting = true;
    QMetaObject::invokeMethod(
        m_writer, [writer = m_writer, batch = std::exchange(m_waiting, {})]() mutable { writer->write(std::move(batch)); },
        Qt::QueuedConnection);
}

} // namespace cpx
