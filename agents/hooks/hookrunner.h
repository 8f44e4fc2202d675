// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookcatalog.h"
#include "agents/hooks/hookcontext.h"
#include "agents/hooks/hooklog.h"
#include "agents/hooks/hookrun.h"

#include <QJsonObject>
#include <QObject>
#include <QProcessEnvironment>
#include <memory>
#include <vector>

namespace cpx {

class HookSlots;
class HookTask;
struct HookSurroundings;

/// Runs the hooks of the settings files in force for an event: all that match at the same time, identical ones once, at
/// most eight at a time in all, of those at most two in the background (`async`). Never blocks but for reading small
/// files; lives in one thread.
class HookRunner : public QObject
{
    Q_OBJECT

public:
    /// `catalog` is borrowed and must outlive the runner. `environment` is ours; hooks get little of it.
    HookRunner(HookCatalog *catalog, const QProcessEnvironment &environment, QObject *parent = nullptr);
    ~HookRunner() override;

    /// `payload`: the fields of the event beside those all events share. `done` is called once, from the event loop, also
    /// when no hook matches; not after the run is destroyed, which is the caller's to keep.
    [[nodiscard]] std::unique_ptr<HookRun> run(HookEvent event, const QJsonObject &payload, const HookContext &context, HookRun::Done done);

    const HookLog &log() const { return *m_log; }
    bool isIdle() const { return m_background.empty(); } ///< no hook runs in the background, or waits to

signals:
    void becameIdle(); ///< the last hook in the background has ended

private:
    void runInBackground(const HookDefinition &hook, const HookContext &context, const HookSurroundings &surroundings,
                         const QByteArray &input, const QString &matched);

    HookCatalog *m_catalog;
    QProcessEnvironment m_environment; ///< reduced
    std::shared_ptr<HookSlots> m_slots;
    std::shared_ptr<HookLog> m_log;
    std::vector<std::unique_ptr<HookTask>> m_background;
};

/// Those of `hooks` that an event means, each once, in their order.
QList<HookDefinition> matchingHooks(const QList<HookDefinition> &hooks, HookEvent event, const QJsonObject &payload);

} // namespace cpx
