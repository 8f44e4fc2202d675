// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/recordwriter.h"

#include "proxy/recording/flowredaction.h"

#include <QLoggingCategory>

namespace cpx {

namespace {

Q_LOGGING_CATEGORY(lcRecording, "cpx.recording", QtInfoMsg)

constexpr int patience = 6; ///< times five seconds that another program may keep the store locked
constexpr qint64 reopenAfterMs = 30'000;
constexpr qint64 transactionBytes = 8LL * 1024 * 1024; ///< packed; others may write between two

QList<RecordedFlow> withoutBodies(QList<RecordedFlow> flows)
{
    for (RecordedFlow &flow : flows) {
        for (RecordedBody *body : {&flow.request, &flow.response, flow.sent ? &*flow.sent : nullptr}) {
            if (body && body->size > 0)
                *body = RecordedBody::of(RecordedBody::State::Dropped, {});
        }
        flow.record.changes.reset(); // how many they were stays
        flow.eventTimesUs.clear();
    }
    return flows;
}

} // namespace

RecordWriter::RecordWriter(const RecordingOptions &options, std::shared_ptr<RecordingMemory> memory)
    : m_options(options)
    , m_memory(std::move(memory))
{
}

void RecordWriter::open()
{
    if (auto opened = ensureOpen(); !opened)
        report(tr("requests are not recorded: %1").arg(opened.error().message));
}

void RecordWriter::write(QList<GatheredExchange> batch)
{
    QList<RecordedFlow> flows;
    qint64 bytes = 0;
    while (!batch.isEmpty()) {
        const qint64 taken = batch.constFirst().allTaken();
        flows.append(keptOf(batch.takeFirst(), m_options.mode));
        m_memory->give(taken);
        const RecordedFlow &flow = flows.constLast();
        bytes += flow.request.packed.size() + flow.response.packed.size() + (flow.sent ? flow.sent->packed.size() : 0);
        if (batch.isEmpty() || bytes > transactionBytes) {
            report(insert(flows));
            flows.clear();
            bytes = 0;
        }
    }
    emit written();
}

/// With bodies, else without, else not at all. Returns the problem, if any.
QString RecordWriter::insert(const QList<RecordedFlow> &flows)
{
    if (m_store && !m_store->isThere()) {
        m_store.reset(); // the user removed it: what is written to it now, nobody would ever see
        m_sinceOpening.invalidate();
    }
    auto done = ensureOpen();
    if (done)
        done = insertPatiently(flows);
    if (!done && m_store && done.error().code == Error::Code::Invalid) { // damaged while in use
        m_store.reset();
        m_sinceOpening.invalidate();
        auto moved = SqliteFile::moveAside(FlowStoreWriter::fileIn(m_options.directory));
        if (moved)
            tellMoved(*moved);
        done = moved ? ensureOpen() : Result<void>(moved.error());
        if (done)
            done = insertPatiently(flows);
    }
    if (done)
        return {};
    if (m_store && done.error().code == Error::Code::Io && insertPatiently(withoutBodies(flows)))
        return tr("requests are recorded without their bodies: %1").arg(done.error().message);
    return tr("requests are not recorded: %1").arg(done.error().message);
}

Result<void> RecordWriter::insertPatiently(const QList<RecordedFlow> &flows)
{
    auto done = m_store->insert(flows);
    for (int i = 1; i < patience && !m_isEnding && !done && done.error().code == Error::Code::Timeout; ++i)
        done = m_store->insert(flows);
    return done;
}

/// A store that could not be opened is tried again once in a while, when there is something to write.
Result<void> RecordWriter::ensureOpen()
{
    if (m_store)
        return {};
    if (m_sinceOpening.isValid() && m_sinceOpening.elapsed() < reopenAfterMs)
        return m_openError;
    m_sinceOpening.start();
    auto opened = FlowStoreWriter::open(m_options);
    if (!opened) {
        m_openError = opened.error();
        return opened.error();
    }
    m_store = *std::move(opened);
    if (!m_store->movedTo().isEmpty())
        tellMoved(m_store->movedTo());
    return {};
}

void RecordWriter::tellMoved(const QString &path)
{
    qCWarning(lcRecording).noquote() << tr("the recorded requests were damaged and are now in %1").arg(path);
}

void RecordWriter::report(const QString &problem)
{
    if (problem == m_problem)
        return;
    if (m_problem.isEmpty())
        qCWarning(lcRecording).noquote() << problem;
    m_problem = problem;
    emit problemChanged(problem);
}

} // namespace cpx
