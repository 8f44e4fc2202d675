// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/automation/automationoptions.h"

#include "core/settings.h"

namespace cpx {

AutomationOptions AutomationOptions::fromSettings(const Settings &settings)
{
    AutomationOptions options;
    options.hooks = settings.boolean("hooks.enabled");
    options.commands = settings.boolean("commands.enabled");
    options.statusLine = settings.boolean("statusLine.enabled");
    options.gitStatusLine = settings.boolean("statusLine.gitFallback");
    const QString first = settings.text("commands.firstArgument");
    options.firstArgument = first == u"0" ? FirstArgument::Zero : first == u"1" ? FirstArgument::One : FirstArgument::Auto;
    return options;
}

} // namespace cpx
