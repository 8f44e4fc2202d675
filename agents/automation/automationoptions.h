// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/commands/commandtemplate.h"

#include <QProcessEnvironment>
#include <QString>

namespace cpx {

class Settings;

/// What of the user's set-up takes effect around prompts. A plain value.
struct AutomationOptions
{
    bool hooks = true;
    bool commands = true;
    bool statusLine = true;
    bool gitStatusLine = false; ///< a status line of git's also where no command makes one
    FirstArgument firstArgument = FirstArgument::Auto;
    QString homeDirectory{}; ///< with ~/.codexplus and ~/.claude; empty: there is none
    QString dataDirectory{}; ///< with what was trusted
    QProcessEnvironment environment{}; ///< ours; children get what childEnvironment() leaves of it

    /// What the settings say; the directories and the environment are the caller's to set.
    static AutomationOptions fromSettings(const Settings &settings);

    bool isAnything() const { return hooks || commands || statusLine; }
};

} // namespace cpx
