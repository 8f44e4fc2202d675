// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/centermodels.h"

namespace cpx {

CenterModels::CenterModels(const EngineConfig &config, bool isDemo, QObject *parent)
    : QObject(parent)
    , m_proxy(config, isDemo)
{
    connect(&m_proxy, &ProxyController::runStarted, &m_flows, &FlowModel::beginRun);
    connect(&m_proxy, &ProxyController::flowsChanged, &m_flows, &FlowModel::upsert);
}

} // namespace cpx
