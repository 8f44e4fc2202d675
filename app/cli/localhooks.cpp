// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/localhooks.h"

#include "agents/hooks/codexanswer.h"
#include "agents/hooks/codexevent.h"
#include "agents/hooks/hookrunner.h"
#include "core/paths.h"
#include "core/settings.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <optional>

namespace cpx {

namespace {

/// In an event loop of its own.
HookOutcome runAndWait(HookCatalog &catalog, const CodexEvent &event, const QProcessEnvironment &environment)
{
    HookRunner runner(&catalog, environment);
    QEventLoop loop;
    HookOutcome outcome;
    bool isDone = false;
    const auto leaveWhenIdle = [&] {
        if (isDone && runner.isIdle())
            loop.quit();
    };
    QObject::connect(&runner, &HookRunner::becameIdle, &loop, leaveWhenIdle);
    const auto run = runner.run(event.event, event.payload, event.context, [&](const HookOutcome &result) {
        outcome = result;
        isDone = true;
        leaveWhenIdle();
    });
    loop.exec();
    return outcome;
}

} // namespace

QJsonObject runHooksHere(const QJsonObject &native, const Paths &paths, const QProcessEnvironment &environment)
{
    const auto event = CodexEvent::of(native);
    if (!event)
        return {};
    TrustStore store(paths.data);
    HookCatalog catalog(environment.value(QStringLiteral("HOME")), &store);
    const SettingsInForce inForce = catalog.forDirectory(event->context.workingDirectory);
    const bool hasHooks = !matchingHooks(inForce.hooks(), event->event, event->payload).isEmpty();
    if (!hasHooks && inForce.notice.isEmpty())
        return {};
    if (const auto settings = Settings::fromFile(paths.settingsFile()); settings && !settings->boolean("hooks.enabled"))
        return {};
    HookOutcome outcome;
    outcome.notice = inForce.notice;
    if (hasHooks) {
        int argc = 1;
        char name[] = "codex-plus";
        char *argv[] = {name, nullptr};
        std::optional<QCoreApplication> application;
        if (!QCoreApplication::instance())
            application.emplace(argc, argv);
        outcome = runAndWait(catalog, *event, environment);
    }
    return codexAnswer(event->event, outcome);
}

} // namespace cpx
