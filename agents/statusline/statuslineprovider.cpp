// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/statusline/statuslineprovider.h"

#include "agents/statusline/statuslinerun.h"

#include <QPointer>

#include <algorithm>
#include <iterator>

namespace cpx {

StatusLineProvider::Entry::Entry() = default;
StatusLineProvider::Entry::~Entry() = default;

StatusLineProvider::StatusLineProvider(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_waitOver(&m_deadlines, [this] { onWaitOver(); })
{ }

StatusLineProvider::~StatusLineProvider() = default;

std::optional<QString> StatusLineProvider::cached(const StatusLineContext &context) const
{
    const auto found = m_entries.find(keyOf(context));
    return found == m_entries.end() ? std::nullopt : found->second->line;
}

void StatusLineProvider::refresh(const StatusLineContext &context,
                                 const std::optional<StatusLineDefinition> &definition)
{
    if (!isWanted(context, definition))
        return;
    Entry &entry = entryOf(context, definition);
    if (isDue(entry))
        start(entry);
}

void StatusLineProvider::lineFor(const StatusLineContext &context,
                                 const std::optional<StatusLineDefinition> &definition, Milliseconds wait,
                                 Done done)
{
    if (!isWanted(context, definition))
        return done({});
    Entry &entry = entryOf(context, definition);
    if (entry.line) {
        if (isDue(entry)) { // after who asks has got what there is
            QMetaObject::invokeMethod(
                this, [this, context, definition] { refresh(context, definition); }, Qt::QueuedConnection);
        }
        const QString line = *entry.line;
        return done(line);
    }
    if (isDue(entry))
        start(entry);
    if (wait.count() <= 0)
        return done({});
    entry.waiters.push_back({Clock::now() + wait, std::move(done)});
    watchWaits();
}

bool StatusLineProvider::isWanted(const StatusLineContext &context,
                                  const std::optional<StatusLineDefinition> &definition) const
{
    if (context.workingDirectory.isEmpty())
        return false;
    return definition ? definition->mode != StatusLineDefinition::Mode::Off : m_options.gitFallback;
}

bool StatusLineProvider::isDue(const Entry &entry) const
{
    if (entry.run || entry.isQueued)
        return false;
    return !entry.line || Clock::now() - entry.madeAt >= m_options.timeToLive;
}

StatusLineProvider::Entry &StatusLineProvider::entryOf(const StatusLineContext &context,
                                                       const std::optional<StatusLineDefinition> &definition)
{
    std::unique_ptr<Entry> &slot = m_entries[keyOf(context)];
    if (!slot) {
        slot = std::make_unique<Entry>();
        slot->definition = definition;
    } else if (slot->definition != definition) {
        slot->definition = definition;
        slot->line.reset();
        if (slot->run) {
            slot->run.reset();
            --m_running;
        }
    }
    slot->context = context;
    slot->lastAsked = ++m_asked;
    Entry &entry = *slot;
    makeRoom();
    return entry;
}

/// Forgets what was asked for longest ago. Those that run stay: they are few, and somebody has just asked.
void StatusLineProvider::makeRoom()
{
    while (qsizetype(m_entries.size()) > maximumLines) {
        auto oldest = m_entries.end();
        for (auto each = m_entries.begin(); each != m_entries.end(); ++each) {
            if (!each->second->run
                && (oldest == m_entries.end() || each->second->lastAsked < oldest->second->lastAsked))
                oldest = each;
        }
        if (!oldest->second->waiters.empty()) { // it was still queued
            QMetaObject::invokeMethod(
                this, [this, waiters = std::move(oldest->second->waiters)] { answer(waiters, {}); },
                Qt::QueuedConnection);
        }
        m_entries.erase(oldest);
    }
}

void StatusLineProvider::start(Entry &entry)
{
    entry.isQueued = m_running >= maximumRuns;
    if (entry.isQueued)
        return;
    ++m_running;
    entry.run = std::make_unique<StatusLineRun>(
        entry.context, entry.definition, m_options.environment, entry.git,
        [this, key = keyOf(entry.context)](const QString &line, const GitReading &git) {
            onMade(key, line, git);
        });
}

void StatusLineProvider::startQueued()
{
    while (m_running < maximumRuns) {
        Entry *next = nullptr;
        for (const auto &[key, entry] : m_entries) {
            if (entry->isQueued && (!next || entry->lastAsked < next->lastAsked))
                next = entry.get();
        }
        if (!next)
            return;
        start(*next);
    }
}

void StatusLineProvider::onMade(const Key &key, const QString &line, const GitReading &git)
{
    Entry &entry = *m_entries.at(key); // not forgotten while it runs
    entry.run.release()->deleteLater(); // it is the one that calls
    --m_running;
    entry.line = line;
    entry.madeAt = Clock::now();
    entry.git = git;
    const std::vector<Waiter> waiters = std::exchange(entry.waiters, {});
    startQueued();
    watchWaits();
    answer(waiters, line);
}

void StatusLineProvider::onWaitOver()
{
    const Clock::time_point now = Clock::now();
    std::vector<Waiter> over;
    for (const auto &[key, entry] : m_entries) {
        const auto firstOver =
            std::stable_partition(entry->waiters.begin(), entry->waiters.end(),
                                  [now](const Waiter &waiter) { return waiter.until > now; });
        std::move(firstOver, entry->waiters.end(), std::back_inserter(over));
        entry->waiters.erase(firstOver, entry->waiters.end());
    }
    watchWaits();
    answer(over, {});
}

/// Who gets an answer may ask for more, and may destroy the provider: then the others get none.
void StatusLineProvider::answer(const std::vector<Waiter> &waiters, const QString &line)
{
    const QPointer guard(this);
    for (const Waiter &waiter : waiters) {
        if (guard)
            waiter.done(line);
    }
}

void StatusLineProvider::watchWaits()
{
    auto nearest = Clock::time_point::max();
    for (const auto &[key, entry] : m_entries) {
        for (const Waiter &waiter : entry->waiters)
            nearest = std::min(nearest, waiter.until);
    }
    if (nearest == Clock::time_point::max())
        m_waitOver.stop();
    else
        m_waitOver.restart(
            std::max(Milliseconds(0), std::chrono::ceil<Milliseconds>(nearest - Clock::now())));
}

} // namespace cpx
