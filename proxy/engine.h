// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "proxy/automation/automationthread.h"
#include "proxy/exchange.h"
#include "proxy/instancefile.h"
#include "proxy/local/bridgedturns.h"
#include "proxy/local/controlapi.h"
#include "proxy/local/controltoken.h"
#include "proxy/server/httpserver.h"
#include "proxy/server/httptransaction.h"
#include "proxy/upstream/upstreamrouter.h"

#include <memory>

namespace cpx {

class PromptStage;

/// The proxy as a whole: composition of server, pipeline and upstream. Made, used and deleted in the engine thread;
/// started once (EngineHost makes a new one for every start).
class Engine : public QObject, public RequestHandler
{
    Q_OBJECT

public:
    explicit Engine(const EngineConfig &config, QObject *parent = nullptr);
    ~Engine() override;

    /// Listens; on failure says why (AddressInUse names the owner of the port).
    Result<EngineStatus> start();

    /// Stops accepting and emits stopped() when the last exchange has ended, at the latest after `limit`, when the
    /// rest is cut. Calling again shortens the wait.
    void stop(std::chrono::milliseconds limit);

    EngineStatus status() const;

    void handle(HttpTransaction *transaction) override; ///< called by the server
    void onHeadRefused(const http::RequestHead &begun, const http::HttpError &error) override; ///< called by the server

signals:
    void statusChanged(const cpx::EngineStatus &status);
    void flowsChanged(const QList<cpx::FlowRecord> &flows);
    void stopped();

private:
    void buildPipeline(quint16 port);
    void openControlApi(quint16 port);
    void startRecording();
    void finishStop();
    void completeStop();

    EngineConfig m_config;
    EngineStatus m_status;
    Deadlines m_deadlines;
    BridgedTurns m_bridgedTurns;
    std::unique_ptr<AutomationThread> m_automation; ///< null: nothing is automated
    std::optional<HookEventApi> m_hookEvents;
    Pipeline m_pipeline;
    PromptStage *m_prompts = nullptr; ///< in the pipeline; null: requests are not looked into
    bool m_isEndingSessions = false; ///< nobody is served any more
    UpstreamRouter m_router;
    std::unique_ptr<Upstream> m_upstream;
    std::unique_ptr<DirectUpstream> m_tunnels; ///< for requests that may become one; null: there are none
    FlowLog m_flows;
    Deadline m_drainDeadline;
    std::vector<std::unique_ptr<ExchangeObserver>> m_observers;
    InstanceFile m_instance;
    ControlApi m_controlApi;
    ControlToken m_controlToken;
    ExchangeContext m_context;
    std::unique_ptr<HttpServer> m_server; // last: its connections hold exchanges that use all of the above
};

} // namespace cpx
