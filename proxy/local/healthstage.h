// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/engineconfig.h"
#include "proxy/pipeline/stage.h"

class QJsonObject;

namespace cpx {

/// The status for programs: /health, and what the control API says.
QJsonObject statusDocument(const EngineStatus &status);

/// Answers GET and HEAD /health, which anybody on this computer may ask. It never goes upstream.
class HealthStage : public Stage
{
public:
    /// `status` is asked every time.
    explicit HealthStage(std::function<EngineStatus()> status);

    void handle(StageRequest &request, Next next) override;

private:
    StageOutcome health(const http::RequestHead &head) const;

    std::function<EngineStatus()> m_status;
};

} // namespace cpx
