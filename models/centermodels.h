// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/flowfiltermodel.h"
#include "models/flowmodel.h"
#include "models/overviewmodel.h"
#include "models/proxycontroller.h"

namespace cpx {

/// All models of the control center, wired to each other. Made by main(), borrowed by the views.
class CenterModels : public QObject
{
    Q_OBJECT

public:
    CenterModels(const EngineConfig &config, bool isDemo, QObject *parent = nullptr);

    ProxyController *proxy() { return &m_proxy; }
    FlowModel *flows() { return &m_flows; }
    FlowFilterModel *filtered() { return &m_filtered; }
    OverviewModel *overview() { return &m_overview; }

private:
    FlowModel m_flows;
    FlowFilterModel m_filtered{&m_flows};
    OverviewModel m_overview{&m_flows};
    ProxyController m_proxy; ///< last: what it still says while it goes finds the models alive
};

} // namespace cpx
