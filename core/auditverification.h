// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QStringList>

namespace cpx {

/// What a look at a whole audit log found. A plain value.
struct AuditVerification
{
    qint64 records = 0;
    qint64 first = 0; ///< sequence number of the oldest record that is kept; 0: there is none
    qint64 last = 0;
    int repairs = 0; ///< records about lines that a crash had torn
    QStringList problems{}; ///< for people, in the order of the log; the first fifty
    bool isIntact() const { return problems.isEmpty(); }
};

/// Of the log in `directory`, which nobody else may change meanwhile. See AuditLog::verify().
Result<AuditVerification> verifyAuditFiles(const QString &directory);

} // namespace cpx
