// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auditverification.h"
#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace cpx {

/// Something that was decided, for later. A plain value. Texts are redacted and shortened to 2048 characters when they are
/// written.
struct AuditEvent
{
    QString event{}; ///< "trust", "approval", "sandbox", "configuration", …
    QString what{}; ///< what it was about: a path, a command
    QString decision{}; ///< "allowed", "denied", …
    QString rule{}; ///< who or what decided: "user", or the text of a rule
    QByteArray contentHash{}; ///< SHA-256 of what it was about, 32 bytes; empty: none
};

/// The audit log (SECURITY: SEC-6, SEC-7, SEC-8): `audit.jsonl` in the data directory, mode 0600, append-only, one record a
/// line: {seq, time, event, who, what, decision, rule, hash, prev}. `who` is the user ID, `hash` that of the content, `prev`
/// the SHA-256 of the line before. `audit.head` knows the last sequence number and hash, so that a shortened log is
/// noticed. Files of 10 MiB, ten of them; the chain goes on from one to the next. Whoever may write the files can write
/// all of them anew: the chain shows accidents and clumsy edits, not a careful forger.
///
/// Several processes may append at a time. Every record is on disk (fsync) when append() returns, which therefore waits:
/// not for the engine thread.
class AuditLog
{
public:
    explicit AuditLog(const QString &dataDirectory, qint64 maximumFileSize = 10 * 1024 * 1024);

    /// A line torn by a crash is cut off and a log that was shortened is continued with a gap, each with a record that
    /// says so. Io, Timeout; then nothing was written.
    Result<void> append(const AuditEvent &event);

    /// Reads all of it and looks for edits, gaps, changes of order and truncation. No log at all is intact.
    Result<AuditVerification> verify() const;

private:
    QString m_directory;
    qint64 m_maximumFileSize;
};

} // namespace cpx
