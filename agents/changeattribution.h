// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cpx {

/// Who changed something in a request or an answer, so that it can be looked up. A plain value.
struct ChangeAttribution
{
    enum class Kind { Hook, Command, Policy, StatusLine, Agent };
    Kind kind = Kind::Hook;
    QString name{}; ///< for example of the command: "review"
    QString source{}; ///< the file that defines it; empty: built in
    QString detail{}; ///< for example the hook's event: "UserPromptSubmit"

    friend bool operator==(const ChangeAttribution &, const ChangeAttribution &) = default;
};

} // namespace cpx
