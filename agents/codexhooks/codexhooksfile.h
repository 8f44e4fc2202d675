// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/settingsfile/jsonsourceedit.h"
#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <span>

namespace cpx {

/// An event of Codex's own hooks that the bridge is called for, because settings files know it, too. Codex has more:
/// PreModelRequest and PostModelRequest, which would cost a process per model call, and Interrupt.
struct BridgedEvent
{
    const char *name;
    int timeout; ///< seconds; Codex gives the end of a session no more than three
};

std::span<const BridgedEvent> bridgedEvents();

/// What stands in a hooks.json for the bridge: a program and its one argument, for a shell.
QString bridgeCommand(const QString &program);
/// Whether a hook's command is the bridge, wherever its program is.
bool isBridgeCommand(const QString &command);

/// What a hooks.json of the Codex CLI says of the bridge. A plain value.
struct BridgePresence
{
    QStringList events{}; ///< that have it, each once
    QStringList commands{}; ///< by which it is called, each once
    bool isComplete = false; ///< every bridged event has it exactly once
};

/// A hooks.json of the Codex CLI ($CODEX_HOME/hooks.json), as far as the bridge is concerned. Read strictly: Codex ignores a
/// whole file for one entry it does not know, so a file with such an entry is not touched. A plain value.
class CodexHooksFile
{
public:
    /// What was done to a text, first to last: each offset is one of the text as it was then.
    struct Edit
    {
        QByteArray text{}; ///< the result
        QList<TextSplice> splices{};
        QStringList made{}; ///< key paths of the objects and arrays that were made for it, "hooks.Stop" for example

        friend bool operator==(const Edit &, const Edit &) = default;
    };

    /// Invalid: "<path>, line 3, column 5: what is wrong; what to do".
    static Result<CodexHooksFile> parse(const QByteArray &text, const QString &path);

    BridgePresence bridge() const;
    /// With one more group at the end of every bridged event that has no bridge. What was there stays byte for byte, and
    /// so does its number: Codex remembers by it what the user trusts.
    Edit withBridge(const QString &command) const;
    /// Without the bridge, and without what was `made` for it and is empty now.
    Edit withoutBridge(const QStringList &made) const;
    /// Nothing but "hooks": {} is in it.
    bool isEmpty() const;

private:
    explicit CodexHooksFile(JsonSource text)
        : m_text(std::move(text))
    {
    }

    JsonSource m_text;
};

/// Takes splices back, last to first; nothing when the text is not what they led to.
std::optional<QByteArray> withoutSplices(QByteArray text, const QList<TextSplice> &splices);

} // namespace cpx
