// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/automation/automationoptions.h"
#include "agents/automation/promptinput.h"
#include "agents/automation/setupwatch.h"
#include "agents/commands/commandcatalog.h"
#include "agents/commands/localcommands.h"
#include "agents/hooks/hookrunner.h"
#include "agents/hooks/python/pythonhookhost.h"
#include "agents/statusline/statuslineprovider.h"
#include "agents/trust/truststore.h"

#include <QObject>
#include <QSet>
#include <map>
#include <memory>

namespace cpx {

class PromptPreparation;

/// What the user has set up to happen around prompts: hooks, slash commands, a status line. Finds it, runs it, and says what
/// came of it. Lives in a thread of its own: reading small files may wait for a disk there. Destroying it ends whatever runs.
class AutomationService : public QObject
{
    Q_OBJECT

public:
    explicit AutomationService(const AutomationOptions &options, QObject *parent = nullptr);
    ~AutomationService() override;

    using Prepared = std::function<void(PreparedPrompt prepared)>;
    /// `done` is called once, from the event loop or now.
    void prepare(const PromptInput &input, Prepared done);

    /// Which hooks are in force in a directory; none when hooks are switched off. Reads files again only after they have changed.
    HookPresence hookPresence(const QString &workingDirectory);

    using HooksDone = std::function<void(HookOutcome outcome)>;
    /// The hooks of one event. With hooks switched off, an outcome of nothing.
    void runHooks(HookEvent event, const QJsonObject &payload, const HookContext &context, HooksDone done);

    /// What the Python hooks of a directory make of a request's body. With hooks switched off: nothing.
    void preInput(const QString &workingDirectory, const QByteArray &body, const PythonRequest &request, PythonHookHost::Done done);

private:
    friend class PromptPreparation;
    bool hasPythonHooks(const QString &workingDirectory) const;
    std::optional<SetupAtRest> atRest(const QString &workingDirectory);

    const AutomationOptions m_options;
    TrustStore m_trust;
    HookCatalog m_hookCatalog;
    HookRunner m_hooks;
    PythonHookHost m_pythonHooks;
    CommandCatalog m_commands;
    LocalCommands m_localCommands;
    StatusLineProvider m_statusLines;
    SetupWatch m_watch;
    std::map<quint64, std::unique_ptr<HookRun>> m_runs; ///< of runHooks(), until they have ended
    quint64 m_lastRun = 0;
    QSet<QByteArray> m_noticed; ///< keys of notices the user has had
};

} // namespace cpx
