// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/trust/truststore.h"
#include "core/auditlog.h"

namespace cpx {

enum class TrustDecision { Trusted, Denied, Revoked };

/// Writes what the user has decided about `subject` into the audit log; for whoever asked. Waits for the disk.
Result<void> recordTrustDecision(AuditLog &log, const TrustSubject &subject, TrustDecision decision);

} // namespace cpx
