// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/automation/automationservice.h"
#include "agents/commands/commandexpander.h"

namespace cpx {

/// One prompt on its way through the user's set-up: the hooks of SessionStart and UserPromptSubmit one after the other, then
/// the slash commands; the status line at the same time. Ends with the first refusal. Owned by its service, and ends
/// whatever it runs when it goes.
class PromptPreparation : public QObject
{
    Q_OBJECT

public:
    PromptPreparation(AutomationService *service, PromptInput input, AutomationService::Prepared done);
    ~PromptPreparation() override;

    void start();

private:
    void askForStatusLine();
    void runNextHook();
    void take(const HookOutcome &outcome, HookEvent event);
    void expandNext();
    void expand(CommandPrompt prompt, const QString &projectRoot);
    void take(const ExpandedPrompt &expanded);
    void refuse(const QString &reason, const ChangeAttribution &attribution);
    void finishWhenReady();
    void finish();
    void addNotice(const QString &notice, const QByteArray &key);

    AutomationService *m_service; ///< our QObject parent
    PromptInput m_input;
    AutomationService::Prepared m_done;
    PreparedPrompt m_prepared;
    QList<std::pair<HookEvent, QString>> m_hookEvents; ///< still to run, with the prompt
    qsizetype m_nextText = 0; ///< to look for commands in
    bool m_isWaitingForStatusLine = false;
    bool m_areCommandsDone = false;
    std::unique_ptr<HookRun> m_hookRun;
    std::unique_ptr<CommandExpander> m_expander;
};

} // namespace cpx
