// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commandsource.h"

#include "core/translate.h"

using namespace Qt::StringLiterals;

namespace cpx {

QString commandSourceText(CommandSource source)
{
    switch (source) {
    case CommandSource::ProjectCodexPlus: return translate("cpx", "project, .codexplus");
    case CommandSource::UserCodexPlus: return translate("cpx", "yours, .codexplus");
    case CommandSource::ProjectClaude: return translate("cpx", "project, .claude");
    case CommandSource::UserClaude: return translate("cpx", "yours, .claude");
    }
    Q_UNREACHABLE();
}

QString commandSourceId(CommandSource source)
{
    switch (source) {
    case CommandSource::ProjectCodexPlus: return u"project-codexplus"_s;
    case CommandSource::UserCodexPlus: return u"user-codexplus"_s;
    case CommandSource::ProjectClaude: return u"project-claude"_s;
    case CommandSource::UserClaude: return u"user-claude"_s;
    }
    Q_UNREACHABLE();
}

} // namespace cpx
