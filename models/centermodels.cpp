// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/centermodels.h"

namespace cpx {

CenterModels::CenterModels(const EngineConfig &config, bool isDemo, QObject *parent)
    : QObject(parent)
    , m_proxy(config, isDemo)
{
    connect(&m_proxy, &ProxyController::runStarted, &m_flows, &FlowModel::beginRun);
    connect(&m_proxy, &ProxyController::flowsChanged, &m_flows, &FlowModel::upsert);
    connect(&m_proxy, &ProxyController::changed, &m_flows, [this] {
        if (m_proxy.state() == ProxyController::State::Stopped
            || m_proxy.state() == ProxyController::State::Failed)
            m_flows.endRun();
    });
}

} // namespace cpx
