// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/trust/truststore.h"
#include "core/result.h"

#include <QJsonObject>
#include <QStringList>

namespace cpx {

/// A Python file that says it is a hook. A plain value.
struct PythonHook
{
    QString stem{}; ///< of the file: its name for people
    TrustSubject file{};
    QString type = QStringLiteral("pre-input");
    double priority = 100; ///< lower runs first
    bool isEnabled = true;
    QJsonObject config{}; ///< all of its metadata
    QByteArray code{}; ///< without a YAML fence

    /// Of the bytes of a file, with its metadata as a YAML fence before the code or in a docstring that says
    /// `Hook Metadata:`. Invalid when there are none, or no readable ones.
    static Result<PythonHook> parse(const QString &path, const QByteArray &bytes);
};

/// Reads `*.py` of the directories, in this order and each by name; a file whose stem an earlier one has is left out. What
/// is no hook is left out, too, and said in `problems`. By priority, equal ones in the order found. A directory may be
/// missing. Files are regular ones of at most 1 MiB.
QList<PythonHook> readPythonHooks(const QStringList &directories, QStringList &problems);

} // namespace cpx
