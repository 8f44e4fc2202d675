// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/commands/commandprompt.h"
#include "agents/commands/expandedprompt.h"
#include "core/result.h"

#include <QObject>
#include <QProcessEnvironment>
#include <functional>
#include <memory>

namespace cpx {

class TrustStore;

/// Where a prompt is expanded. A plain value.
struct ExpansionContext
{
    enum class Shell {
        Run, ///< programs run where they may; where one may not, nothing is expanded
        Show, ///< none runs: they stay in the text as written
    };

    QString workingDirectory{}; ///< the client's
    QString projectRoot{}; ///< see CommandListing
    FirstArgument firstArgument = FirstArgument::Auto;
    QString sessionId{}; ///< for ${CLAUDE_SESSION_ID}; empty: stays as written
    QString effort{}; ///< for ${CLAUDE_EFFORT}, likewise
    QProcessEnvironment environment{}; ///< ours: shell programs get what childEnvironment() leaves of it
    Shell shell = Shell::Run;
};

/// One expansion of a prompt's slash commands: `<command-…>` lines and the body of each, with arguments filled in, the output of
/// shell programs, and the files it names. It ends exactly once, as a whole or with an error that says why nothing
/// was expanded.
///
/// Shell programs run one after the other, only if the rules of the command's file allow each, and the file is the user's own
/// or trusted in exactly this content. Each has two minutes and 1 MiB of output. Destroying the expander ends everything
/// without a call. Lives in one thread and never waits in it.
class CommandExpander : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(Result<ExpandedPrompt> result)>;

    /// `done` is called from the event loop, never from here; it may destroy the expander. `trust` is borrowed until then.
    CommandExpander(CommandPrompt prompt, ExpansionContext context, const TrustStore &trust, Done done, QObject *parent = nullptr);
    ~CommandExpander() override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace cpx
