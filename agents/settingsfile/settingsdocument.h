// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookdefinition.h"
#include "agents/settingsfile/settingsproblem.h"
#include "agents/settingsfile/settingsscope.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <optional>

namespace cpx {

/// One settings file in the format of Claude Code: .codexplus/settings.json, .claude/settings.json and
/// .claude/settings.local.json of a project, and the two of the user. Read only; a plain value.
///
/// Claude Code ignores a whole file when one entry it knows is of the wrong kind. We then use nothing of that file
/// either, so that it means the same to both. Of a .codexplus file only the wrong entries are left out.
struct SettingsDocument
{
    enum class Verdict {
        Fine,
        FineWithRemarks,
        Rejected, ///< as a whole, by Claude Code and by us
        NotJson,
        Unreadable, ///< no regular file, larger than 1 MiB, no permission, or a link that leads out of the project
    };

    QString path{};
    SettingsScope scope = SettingsScope::ClaudeUser;
    Verdict verdict = Verdict::Fine;
    QList<SettingsProblem> problems{}; ///< in the order of the file, at most 100
    QList<HookDefinition> hooks{}; ///< of each event in the order of the file; those of a rejected file only to be shown
    std::optional<bool> disableAllHooks{};
    QJsonObject statusLine{}; ///< as written; empty: none
    QMap<QString, QString> environment{}; ///< `env`: literally
    QByteArray sha256{}; ///< of the bytes that were read; empty when there were none

    bool isUsable() const { return verdict == Verdict::Fine || verdict == Verdict::FineWithRemarks; }

    static SettingsDocument fromJson(const QByteArray &json, const QString &path, SettingsScope scope);
    /// Nothing when there is no such file. A project's file must lie below `root`, whatever links lead to it; the user's
    /// may be anywhere.
    static std::optional<SettingsDocument> read(const QString &path, SettingsScope scope, const QString &root);

    friend bool operator==(const SettingsDocument &, const SettingsDocument &) = default;
};

/// "fine", "fine with remarks", …: for people.
QString settingsVerdictText(SettingsDocument::Verdict verdict);

} // namespace cpx
