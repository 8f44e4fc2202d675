// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/prompt/promptstore.h"

#include <QObject>
#include <QTimer>

namespace cpx {

/// The PromptStoreThread's side in the thread of the store. What the store does not take waits, bounded, and is tried again;
/// that is told once. Lives in that thread.
class PromptStoreWorker : public QObject
{
    Q_OBJECT

public:
    explicit PromptStoreWorker(const PromptStoreOptions &options);

    /// Emits loaded() in any case. A file that is not there is not made for that.
    void load();
    void write(const QList<StoredTreatment> &treatments); ///< emits written()
    void writeWaiting(); ///< once more

signals:
    /// Also later, when the store could not be opened to begin with.
    void loaded(const QList<cpx::StoredTreatment> &treatments);
    void written();
    /// Why nothing is kept; empty: all is well again.
    void problemChanged(const QString &text);

private:
    void saveOrTell();
    Result<void> save();
    Result<void> ensureOpen();
    void boundWaiting();
    static void tellMoved(const QString &path);
    void report(const QString &problem);

    PromptStoreOptions m_options;
    std::unique_ptr<PromptStore> m_store; ///< null: could not be opened, or there was no need
    QList<StoredTreatment> m_waiting; ///< not written yet
    QTimer m_again{this};
    QString m_problem; ///< the one told last
};

} // namespace cpx
