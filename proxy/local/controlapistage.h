// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/local/controlapi.h"
#include "proxy/local/controltoken.h"

namespace cpx {

/// The door of the control API: everything below /codexplus/ is answered here, and only to who knows the token
/// (`Authorization: Bearer`, else 401). Bodies are JSON objects (415, 400) of at most 1 MiB (413) and 64 levels
/// (SECURITY: API-1 to API-5).
class ControlApiStage : public Stage
{
public:
    /// Both are borrowed and must outlive the stage.
    ControlApiStage(const ControlApi &api, const ControlToken &token);

    void handle(StageRequest &request, Next next) override;

private:
    const ControlApi &m_api;
    const ControlToken &m_token;
};

} // namespace cpx
