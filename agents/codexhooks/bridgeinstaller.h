// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/codexhooks/codexhooksfile.h"
#include "agents/editjournal.h"

#include <QProcessEnvironment>

namespace cpx {

/// What is going to happen to Codex's hooks.json, to be shown first. A plain value.
struct BridgeChange
{
    QString file{}; ///< absolute
    std::optional<QByteArray> before{}; ///< nothing: there is no such file
    std::optional<QByteArray> after{}; ///< nothing: the file goes
    std::optional<EditJournalEntry> entry{}; ///< for the journal; nothing: what it has of the file goes

    bool isNone() const { return before == after; }
};

/// Puts the bridge into $CODEX_HOME/hooks.json and takes it out again, so that the file is what it was before, byte for byte
/// unless somebody else has changed it meanwhile. Whether Codex runs the bridge is the user's to say, in Codex: nothing of
/// what it trusts is written here. One thread; reads and writes small files synchronously.
class BridgeInstaller
{
public:
    /// `codexHome`: where config.toml and hooks.json of Codex are.
    BridgeInstaller(const QString &codexHome, const QString &dataDirectory);

    /// $CODEX_HOME, else ~/.codex; empty when neither can be told.
    static QString codexHome(const QProcessEnvironment &environment);

    const QString &file() const { return m_file; }
    /// Of a file that is not there: nothing. Invalid when the file has problems.
    Result<BridgePresence> presence() const;
    /// Whether config.toml has hooks of its own, which Codex runs beside those of hooks.json.
    bool hasHooksInConfig() const;

    /// `program`: the absolute path of codex-plus. What an older installation left is replaced.
    Result<BridgeChange> planInstall(const QString &program) const;
    Result<BridgeChange> planUninstall() const;
    /// Invalid when the file is no longer what the plan was made for.
    Result<void> apply(const BridgeChange &change) const;

private:
    struct State;
    Result<State> state() const;
    Result<std::optional<QByteArray>> withoutBridge(const State &state) const;

    QString m_home;
    QString m_file;
    QString m_dataDirectory;
    EditJournal m_journal;
};

} // namespace cpx
