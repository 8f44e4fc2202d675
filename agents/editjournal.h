// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/settingsfile/jsonsourceedit.h"
#include "core/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>
#include <optional>

namespace cpx {

/// What was inserted into a file of another program, so that it can be taken out again. A plain value.
struct EditJournalEntry
{
    QString feature{}; ///< why, "hooks" for example
    QString file{}; ///< absolute
    bool hasCreatedFile = false;
    QByteArray sha256Before{}; ///< 32 bytes; of a file that was created: empty
    QByteArray sha256After{};
    QList<TextSplice> insertions{}; ///< first to last: each offset is one of the text as it was then
    QStringList made{}; ///< key paths of what was made to hold them
    QDateTime at{}; ///< UTC

    friend bool operator==(const EditJournalEntry &, const EditJournalEntry &) = default;
};

/// `journal.json` in the data directory, mode 0600: at most one entry per feature and file. What it does not know in the
/// file stays. One thread.
class EditJournal
{
public:
    explicit EditJournal(const QString &dataDirectory);

    /// Nothing when there is no entry. Invalid when the file is damaged: it says where it is.
    Result<std::optional<EditJournalEntry>> find(const QString &feature, const QString &file) const;
    /// In place of the one that is there.
    Result<void> put(const EditJournalEntry &entry) const;
    Result<void> remove(const QString &feature, const QString &file) const;

private:
    Result<void> replace(const QString &feature, const QString &file, const EditJournalEntry *entry) const;

    QString m_path;
};

} // namespace cpx
