// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookrunner.h"

#include "agents/hooks/hookcondition.h"
#include "agents/hooks/hooklaunch.h"
#include "agents/hooks/hookmatcher.h"
#include "agents/hooks/hookslots.h"
#include "agents/hooks/hooktask.h"
#include "core/childenvironment.h"

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype mostWaitingInBackground = 64; ///< more hooks with `async` than that are not run

bool conditionHolds(const HookDefinition &hook, HookEvent event, const QJsonObject &payload)
{
    if (hook.condition.isEmpty())
        return true;
    return hookEventRules(event).isToolEvent
        && HookCondition(hook.condition).holds(payload.value(u"tool_name"_s).toString(), payload.value(u"tool_input"_s).toObject());
}

} // namespace

QList<HookDefinition> matchingHooks(const QList<HookDefinition> &hooks, HookEvent event, const QJsonObject &payload)
{
    const QString value = hookMatcherValue(event, payload);
    QList<HookDefinition> matching;
    for (const HookDefinition &hook : hooks) {
        if (hook.event != event || !hook.isSupported() || !HookMatcher(hook.matcher, event).matches(value)
            || !conditionHolds(hook, event, payload))
            continue;
        if (std::none_of(matching.cbegin(), matching.cend(), [&](const HookDefinition &other) { return runTheSame(hook, other); }))
            matching += hook;
    }
    return matching;
}

HookRunner::HookRunner(HookCatalog *catalog, const QProcessEnvironment &environment, QObject *parent)
    : QObject(parent)
    , m_catalog(catalog)
    , m_environment(childEnvironment(environment))
    , m_slots(std::make_shared<HookSlots>())
    , m_log(std::make_shared<HookLog>())
{
}

HookRunner::~HookRunner() = default;

std::unique_ptr<HookRun> HookRunner::run(HookEvent event, const QJsonObject &payload, const HookContext &context, HookRun::Done done)
{
    std::unique_ptr<HookRun> run(new HookRun(std::move(done)));
    const SettingsInForce inForce = m_catalog->forDirectory(context.workingDirectory);
    run->m_outcome.notice = inForce.notice;
    run->m_outcome.noticeKey = inForce.noticeKey;
    run->m_log = m_log;
    run->m_matched = hookMatcherValue(event, payload);
    run->m_sessionId = context.sessionId;

    const QList<HookDefinition> hooks = matchingHooks(inForce.hooks(), event, payload);
    if (hooks.isEmpty()) {
        QMetaObject::invokeMethod(run.get(), &HookRun::finish, Qt::QueuedConnection);
        return run;
    }
    const HookInput input = HookInput::of(event, payload, context);
    run->m_inputWasRedacted = input.isRedacted;
    const HookSurroundings surroundings{inForce.projectRoot, m_catalog->homeDirectory(), m_environment, inForce.userVariables()};
    for (const HookDefinition &hook : hooks) {
        if (hook.isAsync) {
            runInBackground(hook, context, surroundings, input.bytes, run->m_matched);
            continue;
        }
        run->m_hooks += hook;
        run->m_tasks.push_back(std::make_unique<HookTask>(hookChild(hook, context, surroundings, input.bytes), false, m_slots,
                                                          [run = run.get()] { run->taskDone(); }));
    }
    run->m_missing = run->m_hooks.size();
    for (const auto &task : run->m_tasks)
        task->begin();
    if (run->m_tasks.empty())
        QMetaObject::invokeMethod(run.get(), &HookRun::finish, Qt::QueuedConnection);
    return run;
}

void HookRunner::runInBackground(const HookDefinition &hook, const HookContext &context, const HookSurroundings &surroundings,
                                 const QByteArray &input, const QString &matched)
{
    if (m_slots->waitingInBackground() >= mostWaitingInBackground) {
        ChildResult result;
        result.ending = ChildResult::Ending::NotStarted;
        result.error = tr("too many hooks wait to run in the background");
        HookRecord record = HookRecord::of(hook, result);
        record.startedAt = QDateTime::currentDateTimeUtc();
        record.matched = matched;
        record.sessionId = context.sessionId;
        record.effect = HookRecord::Effect::Failed;
        m_log->add(record);
        return;
    }
    const auto index = std::make_shared<HookTask *>();
    m_background.push_back(std::make_unique<HookTask>(
        hookChild(hook, context, surroundings, input), true, m_slots, [this, index, hook, matched, sessionId = context.sessionId] {
            HookRecord record = HookRecord::of(hook, (*index)->result());
            record.startedAt = (*index)->startedAt();
            record.matched = matched;
            record.sessionId = sessionId;
            record.effect = HookRecord::Effect::Background;
            m_log->add(record);
            if (m_background.size() == 1)
                QMetaObject::invokeMethod(this, &HookRunner::becameIdle, Qt::QueuedConnection);
            std::erase_if(m_background, [&](const auto &each) { return each.get() == *index; }); // and with it this call
        }));
    *index = m_background.back().get();
    m_background.back()->begin();
}

} // namespace cpx
