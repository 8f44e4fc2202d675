// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/automation/setupatrest.h"

#include <QHash>
#include <QString>
#include <optional>

namespace cpx {

/// The working directories whose set-up does not look at prompts: a prompt from there need not be shown to anybody. Bounded.
/// Engine thread.
class RestingSetups
{
public:
    static constexpr qsizetype maximumDirectories = 64; ///< then it begins anew

    /// Null: not known, or not so any more. Good until the next call.
    const SetupAtRest *find(const QString &workingDirectory);
    void note(const QString &workingDirectory, const std::optional<SetupAtRest> &atRest);

private:
    QHash<QString, SetupAtRest> m_atRest;
};

} // namespace cpx
