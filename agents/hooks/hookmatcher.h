// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookevent.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <memory>

namespace re2 {
class RE2;
}

namespace cpx {

/// The `matcher` of a group of hooks. Empty or "*" matches everything; names, alone or separated by "|" or ",", match
/// exactly; anything else is a regular expression that may match anywhere, case-sensitively. RE2 is the engine, for its
/// linear time: what it cannot do (looking around, back references) and what is wrong is compared as a whole instead,
/// and reported. A plain value, cheap to copy.
class HookMatcher
{
public:
    HookMatcher(const QString &pattern, HookEvent event);

    bool matches(const QString &value) const;
    /// For the author: why the expression is not used; empty: nothing is wrong.
    const QString &problem() const { return m_problem; }

private:
    bool m_matchesEverything = false;
    QStringList m_names;
    std::shared_ptr<const re2::RE2> m_expression; ///< null: names
    QString m_problem;
};

/// What a matcher of the event is compared with.
QString hookMatcherValue(HookEvent event, const QJsonObject &payload);

} // namespace cpx
