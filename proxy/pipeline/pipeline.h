// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/pipeline/stage.h"

#include <QObject>
#include <QPointer>
#include <memory>
#include <vector>

namespace cpx {

/// The stages in their order. Engine thread.
class Pipeline
{
public:
    void add(std::unique_ptr<Stage> stage) { m_stages.push_back(std::move(stage)); }

    /// Runs `request` through the stages until one answers or refuses, then calls `done` once with that outcome, or with
    /// Continue after the last. `request` must live as long as `guard`; once `guard` is destroyed nobody calls on.
    void run(StageRequest &request, QObject *guard, Stage::Next done) const;

private:
    struct Run;
    void ask(const std::shared_ptr<Run> &run) const;

    std::vector<std::unique_ptr<Stage>> m_stages;
};

} // namespace cpx
