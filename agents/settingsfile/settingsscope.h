// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cpx {

/// Where a settings file is, strongest first: where a value can only be one, that of the first file that has it counts.
enum class SettingsScope {
    CodexPlusProject, ///< <project>/.codexplus/settings.json
    ClaudeLocal, ///< <project>/.claude/settings.local.json
    ClaudeProject, ///< <project>/.claude/settings.json
    CodexPlusUser, ///< ~/.codexplus/settings.json
    ClaudeUser, ///< ~/.claude/settings.json
};

/// The user's own: trusted as it is. What a project brings is not.
constexpr bool isUserLevel(SettingsScope scope)
{
    return scope == SettingsScope::CodexPlusUser || scope == SettingsScope::ClaudeUser;
}

/// Ours: an entry that is wrong is left out. Of Claude's files a wrong entry makes Claude Code ignore everything.
constexpr bool isCodexPlusFile(SettingsScope scope)
{
    return scope == SettingsScope::CodexPlusProject || scope == SettingsScope::CodexPlusUser;
}

} // namespace cpx
