// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/trust/trustaudit.h"

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

QString nameOf(TrustDecision decision)
{
    switch (decision) {
    case TrustDecision::Trusted: return u"trusted"_s;
    case TrustDecision::Denied: return u"denied"_s;
    case TrustDecision::Revoked: return u"revoked"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

Result<void> recordTrustDecision(AuditLog &log, const TrustSubject &subject, TrustDecision decision)
{
    return log.append({u"trust"_s, subject.path, nameOf(decision), u"user"_s, subject.sha256});
}

} // namespace cpx
