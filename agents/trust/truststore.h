// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <memory>

namespace cpx {

/// Something from a project that would run or redirect, in exactly this content (SECURITY: TRU-1, TRU-2). A plain value.
struct TrustSubject
{
    QString path{}; ///< of the file, canonical
    QByteArray sha256{}; ///< of its content, 32 bytes

    /// Of the file as it is now. NotFound, Invalid (no regular file, larger than 16 MiB), Io.
    static Result<TrustSubject> ofFile(const QString &path);

    friend bool operator==(const TrustSubject &, const TrustSubject &) = default;
};

/// What the user has trusted: `trust.json` in the data directory, mode 0600, written through QSaveFile. Only the user's
/// own programs write it; nothing in a project can. Every question looks whether the file has changed. One object per
/// thread; several processes may use the file at a time.
class TrustStore
{
public:
    explicit TrustStore(const QString &dataDirectory);

    /// True when all of them are trusted in exactly this content. An unreadable store trusts nothing.
    bool isTrusted(const QList<TrustSubject> &subjects) const;
    /// What a subject at this path was trusted as before; empty: never. For "this has changed".
    QByteArray trustedContent(const QString &path) const;

    Result<void> trust(const QList<TrustSubject> &subjects);
    Result<void> revoke(const QString &path); ///< NotFound when there is nothing to revoke
    Result<QList<TrustSubject>> all() const; ///< in the order of their paths; Invalid when the file is damaged

private:
    struct Cache;
    QString m_path;
    mutable std::shared_ptr<Cache> m_cache;
};

} // namespace cpx
