// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/prompt/promptstoreoptions.h"
#include "proxy/prompt/prompttreatment.h"
#include "proxy/storage/sqlitefile.h"

namespace cpx {

/// One entry of a PromptMemory. A plain value.
struct StoredTreatment
{
    enum class Of { Message, ToolOutput };
    Of of = Of::Message;
    QByteArray id{};
    std::optional<PromptTreatment> treatment{}; ///< none: it is there already, and was used
    qint64 lastDay = 0; ///< it was used, see PromptMemory::today()
};

/// Keeps what was done to prompts and to the outputs of tools over the end of the program, in <directory>/prompts.sqlite:
/// the ids of items and what was put there instead, not what the user typed. What is used least makes room, what was left alone
/// first. What is said of SqliteFile goes for the file, this class and its errors.
class PromptStore
{
public:
    /// See SqliteFile::open().
    static Result<std::unique_ptr<PromptStore>> open(const PromptStoreOptions &options);
    static QString fileIn(const QString &directory);

    /// What is not too old, and as much of it as is wanted; what was used last comes last. Entries that cannot be read are
    /// left out.
    Result<QList<StoredTreatment>> load();
    /// All of them or none, in one transaction; then makes room. Of two programs that keep the same id, the last one's stays.
    Result<void> save(const QList<StoredTreatment> &treatments);

    bool isThere() const { return m_file->isThere(); } ///< see SqliteFile
    QString movedTo() const { return m_file->movedTo(); } ///< where a damaged file went on opening; empty: there was none

private:
    PromptStore(const PromptStoreOptions &options, std::unique_ptr<SqliteFile> file);
    qint64 oldestDay() const;
    Result<void> saveAll(const QList<StoredTreatment> &treatments);
    Result<void> makeRoom();
    Result<void> removeLeastUsed(qint64 entries, qint64 bytes);

    PromptStoreOptions m_options;
    std::unique_ptr<SqliteFile> m_file;
};

} // namespace cpx
