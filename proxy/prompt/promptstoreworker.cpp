// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/promptstoreworker.h"

#include <QFileInfo>
#include <QLoggingCategory>
#include <chrono>

using namespace std::chrono_literals;

namespace cpx {

namespace {

Q_LOGGING_CATEGORY(lcPromptStore, "cpx.prompt", QtInfoMsg)

constexpr auto untilNextTry = 30s;
constexpr qsizetype mostWaiting = 16 * 1024 * 1024; ///< bytes, about

} // namespace

PromptStoreWorker::PromptStoreWorker(const PromptStoreOptions &options)
    : m_options(options)
{
    m_again.setSingleShot(true);
    m_again.setInterval(untilNextTry);
    connect(&m_again, &QTimer::timeout, this, &PromptStoreWorker::saveOrTell);
}

void PromptStoreWorker::load()
{
    if (QFileInfo::exists(PromptStore::fileIn(m_options.directory)))
        saveOrTell(); // removes what is too old, too
    if (!m_store)
        emit loaded({});
}

void PromptStoreWorker::write(const QList<StoredTreatment> &treatments)
{
    m_waiting += treatments;
    saveOrTell();
    emit written();
}

void PromptStoreWorker::writeWaiting()
{
    if (!m_waiting.isEmpty())
        saveOrTell();
}

void PromptStoreWorker::saveOrTell()
{
    auto done = save();
    if (!done && done.error().code == Error::Code::Invalid) { // damaged
        m_store.reset();
        const auto moved = SqliteFile::moveAside(PromptStore::fileIn(m_options.directory));
        if (moved)
            tellMoved(*moved);
        done = moved ? save() : Result<void>(moved.error());
    }
    if (done) {
        m_waiting.clear();
        m_again.stop();
        return report({});
    }
    boundWaiting();
    m_again.start();
    report(tr("what was done to prompts will not be known after a restart: %1").arg(done.error().message));
}

Result<void> PromptStoreWorker::save()
{
    if (auto open = ensureOpen(); !open)
        return open;
    return m_store->save(m_waiting);
}

Result<void> PromptStoreWorker::ensureOpen()
{
    if (m_store && m_store->isThere())
        return {};
    m_store.reset();
    auto opened = PromptStore::open(m_options);
    if (!opened)
        return opened.error();
    if (!(*opened)->movedTo().isEmpty())
        tellMoved((*opened)->movedTo());
    auto known = (*opened)->load();
    if (!known)
        return known.error();
    m_store = *std::move(opened);
    emit loaded(*known);
    return {};
}

void PromptStoreWorker::boundWaiting()
{
    qsizetype bytes = 0;
    qsizetype first = m_waiting.size();
    while (first > 0 && bytes <= mostWaiting) {
        const StoredTreatment &entry = m_waiting.at(--first);
        bytes += entry.id.size() + (entry.treatment ? entry.treatment->cost() : qsizetype(sizeof(StoredTreatment)));
    }
    m_waiting.remove(0, first);
}

void PromptStoreWorker::tellMoved(const QString &path)
{
    qCWarning(lcPromptStore).noquote() << tr("what was known of earlier prompts was damaged and is now in %1").arg(path);
}

void PromptStoreWorker::report(const QString &problem)
{
    if (problem == m_problem)
        return;
    if (m_problem.isEmpty())
        qCWarning(lcPromptStore).noquote() << problem;
    m_problem = problem;
    emit problemChanged(problem);
}

} // namespace cpx
