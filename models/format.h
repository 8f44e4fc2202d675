// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace cpx::format {

/// What stands for a value that was not measured. Never 0.
QString unknown();

/// "340 ms", "2.1 s", "3 min 20 s": as exact as a person can use, in the default locale.
QString duration(std::optional<qint64> microseconds);

/// "812 B", "74.2 kB", "3.1 MB" (powers of ten, as in SI).
QString size(std::optional<qint64> bytes);

/// "18,200", in the default locale.
QString count(std::optional<qint64> number);

/// A wall clock time of today as "14:20:05", any other day with its date in front.
QString time(qint64 millisecondsSinceEpoch, qint64 now);

/// "just now", "3 min ago", "2 h ago".
QString ago(qint64 millisecondsSinceEpoch, qint64 now);

/// Text from the wire on one line: control characters become spaces, and it ends with "…" after `limit`.
QString singleLine(const QString &text, qsizetype limit = 400);

/// "POST /v1/responses" on one line and without credentials; "unreadable request" when nothing of it is known.
QString requestLine(const QByteArray &method, const QByteArray &target, qsizetype limit = 400);

/// An error message as a sentence: engine messages begin small, to be put behind "name: ".
QString sentence(const QString &message);

} // namespace cpx::format
