// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <optional>

namespace cpx {

/// The files of an audit log, for AuditLog and its verification.
namespace audit {

inline constexpr int maximumFiles = 10;
inline constexpr qint64 maximumLine = 64 * 1024; ///< bytes; longer ones are none of ours
inline constexpr char repairedEvent[] = "audit-repaired";

/// Where `prev` of the first record points to.
QByteArray noHash();
QByteArray hashOf(const QByteArray &line); ///< lower-case hexadecimal

/// 0 is the one that is written, higher numbers are older.
QString fileName(const QString &directory, int number);
QString lockName(const QString &directory);

/// The last record as the head file remembers it.
struct Head
{
    qint64 sequence = 0;
    QByteArray hash = noHash();
    qint64 first = 1; ///< sequence number of the oldest record that may not be missing

    /// Nothing when there is no file; Invalid when it is damaged.
    static Result<std::optional<Head>> read(const QString &directory);
    Result<void> write(const QString &directory) const;
};

/// A line without its end; nothing when it is no record.
std::optional<QJsonObject> parsed(const QByteArray &line);
qint64 sequenceOf(const QJsonObject &record);

} // namespace audit

} // namespace cpx
