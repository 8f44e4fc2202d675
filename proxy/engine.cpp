// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/engine.h"

#include "core/translate.h"
#include "core/hardening.h"
#include "core/portowner.h"
#include "proxy/local/controlapistage.h"
#include "proxy/local/healthstage.h"
#include "proxy/local/statustext.h"
#include "proxy/pipeline/addressguardstage.h"
#include "proxy/pipeline/clienttokenstage.h"
#include "proxy/pipeline/concurrencylimitstage.h"
#include "proxy/pipeline/originguardstage.h"
#include "proxy/pipeline/websockethandshakestage.h"
#include "proxy/pipeline/websocketrefusalstage.h"
#include "proxy/prompt/promptstage.h"
#include "proxy/recording/recorder.h"
#include "proxy/responses/responsesummarytap.h"
#include "proxy/upstream/addressrules.h"
#include "proxy/upstream/directupstream.h"
#include "proxy/upstream/stockupstream.h"

#include <QDateTime>
#include <QJsonObject>
#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

Q_LOGGING_CATEGORY(lcEngine, "cpx.engine", QtInfoMsg)

ConnectionOptions connectionOptions(const EngineConfig &config)
{
    ConnectionOptions options;
    options.limits = config.limits;
    options.connectTimeout = config.connectTimeout;
    options.caFile = config.caFile;
    options.rules.allowPrivate = config.allowPrivate;
    options.proxy = config.httpProxy;
    return options;
}

std::unique_ptr<Upstream> makeUpstream(const EngineConfig &config)
{
    const ConnectionOptions options = connectionOptions(config);
    switch (config.transport) {
    case Transport::Direct: return std::make_unique<DirectUpstream>(options);
    case Transport::Stock: return std::make_unique<StockUpstream>(options);
    }
    Q_UNREACHABLE();
}

constexpr std::chrono::milliseconds lastHooks{2000}; ///< for the hooks of SessionEnd

Error addressInUse(const EngineConfig &config)
{
    auto owner = findPortOwner(config.port);
    if (!owner) { // the kernel hides the descriptors of a hardened process, such as another one of ours
        if (const auto instance = InstanceFile::forPort(config.runtimeDirectory, config.port))
            owner = PortOwner{instance->pid, u"codex-plus"_s};
    }
    const QString who = owner ? translate("cpx", "%1 (process %2)").arg(owner->program).arg(owner->pid) : translate("cpx", "another process");
    return {Error::Code::AddressInUse,
            translate("cpx", "port %1 is already used by %2; stop it, or choose another port with --port or proxy.port")
                .arg(config.port)
                .arg(who)};
}

} // namespace

Engine::Engine(const EngineConfig &config, QObject *parent)
    : QObject(parent)
    , m_config(config)
    , m_router(config.upstream)
    , m_upstream(makeUpstream(config))
    , m_tunnels(config.webSocket == WebSocketMode::Tunnel ? std::make_unique<DirectUpstream>(connectionOptions(config)) : nullptr)
    , m_flows(config.isWatched)
    , m_drainDeadline(&m_deadlines, [this] { m_isEndingSessions ? completeStop() : finishStop(); })
    , m_context{m_config, m_pipeline, m_router, *m_upstream, m_tunnels.get(), m_flows, m_deadlines, m_observers}
{
    connect(&m_flows, &FlowLog::batchDue, this, [this](const QList<FlowRecord> &flows) {
        if (!flows.isEmpty())
            emit flowsChanged(flows);
        emit statusChanged(status());
    });
}

Engine::~Engine() = default;

void Engine::buildPipeline(quint16 port)
{
    m_pipeline.add(std::make_unique<OriginGuardStage>(port));
    m_pipeline.add(std::make_unique<ClientTokenStage>(m_config.clientToken));
    m_pipeline.add(std::make_unique<HealthStage>([this] { return status(); }));
    m_pipeline.add(std::make_unique<ControlApiStage>(m_controlApi, m_controlToken));
    if (m_config.webSocket == WebSocketMode::Tunnel)
        m_pipeline.add(std::make_unique<WebSocketHandshakeStage>());
    else
        m_pipeline.add(std::make_unique<WebSocketRefusalStage>());
    if (m_config.transport == Transport::Stock)
        m_pipeline.add(std::make_unique<AddressGuardStage>(m_router, &m_deadlines, connectionOptions(m_config)));
    if (m_config.automation && m_config.automation->isAnything() && !m_config.passthrough) {
        m_automation = std::make_unique<AutomationThread>(*m_config.automation);
        m_hookEvents.emplace(*m_automation, m_bridgedTurns);
        m_hookEvents->addTo(m_controlApi);
        auto prompts = std::make_unique<PromptStage>(m_automation.get(), &m_bridgedTurns, [this] { return statusText(status()); },
                                                     m_config.promptStore);
        if (PromptStoreThread *store = prompts->store()) {
            connect(store, &PromptStoreThread::problemChanged, this, [this](const QString &problem) {
                m_status.promptStoreProblem = problem;
                emit statusChanged(status());
            });
        }
        m_prompts = prompts.get();
        m_pipeline.add(std::move(prompts));
    }
    if (const int limit = m_config.limits.requestsInFlight; limit > 0)
        m_pipeline.add(std::make_unique<ConcurrencyLimitStage>(limit, [this] { return m_flows.inFlight(); }));
}

/// Without its file nobody can prove anything to us: the control API then lets nobody in, and all else goes on.
void Engine::openControlApi(quint16 port)
{
    m_controlApi.add("GET", "/codexplus/v1/status", [this](const ControlCall &, const ControlApi::Reply &reply) {
        reply(jsonReply(statusDocument(status())));
    });
    if (m_config.runtimeDirectory.isEmpty())
        return;
    if (auto created = m_controlToken.create(m_config.runtimeDirectory, port); !created)
        qCWarning(lcEngine).noquote() << tr("other programs cannot control this proxy (%1)").arg(created.error().message);
}

void Engine::startRecording()
{
    auto recorder = std::make_unique<Recorder>(m_config.recording);
    connect(recorder.get(), &Recorder::problemChanged, this, [this](const QString &problem) {
        m_status.recordingProblem = problem;
        emit statusChanged(status());
    });
    m_observers.push_back(std::move(recorder));
    m_status.recording = m_config.recording.mode;
}

Result<EngineStatus> Engine::start()
{
    if (!m_config.host.isLoopback()) {
        return Error{Error::Code::Invalid,
                     translate("cpx", "%1 is not a loopback address and the proxy serves this computer only; use 127.0.0.1")
                         .arg(m_config.host.toString())};
    }
    // An exchange needs two descriptors, a tunnel four, and files and logs need some: a third or fifth of them for clients.
    const auto share = m_tunnels ? 5 : 3;
    m_config.limits.connections = qMin(m_config.limits.connections, int(descriptorLimit() / share));
    m_server = std::make_unique<HttpServer>(this, m_config.limits);
    if (!m_server->listen(m_config.host, m_config.port)) {
        if (m_server->serverError() == QAbstractSocket::AddressInUseError)
            return addressInUse(m_config);
        return Error{Error::Code::Io, translate("cpx", "%1, port %2 cannot be listened on: %3; choose another with --port or proxy.port")
                                          .arg(m_config.host.toString()).arg(m_config.port).arg(m_server->errorString())};
    }
    const quint16 port = m_server->serverPort();
    if (m_config.upstream && isLoopbackHost(m_config.upstream->host()) && m_config.upstream->port(m_config.upstream->scheme() == u"https" ? 443 : 80) == port) {
        m_server->close();
        return Error{Error::Code::Invalid,
                     translate("cpx", "the upstream URL points to this proxy itself, port %1; correct --upstream or upstream.url").arg(port)};
    }
    openControlApi(port);
    buildPipeline(port);
    // Answers are summed up for those who look on, and for the store.
    if (m_config.isWatched || m_config.isRecording())
        m_observers.push_back(std::make_unique<ResponseSummaryObserver>());
    if (m_config.isRecording())
        startRecording();
    connect(m_server.get(), &HttpServer::connectionsEmpty, this, [this] {
        if (m_status.state == EngineStatus::State::Draining)
            finishStop();
    });
    if (m_config.preconnect) {
        connect(m_server.get(), &HttpServer::hasConnectionsChanged, this, [this](bool has) { m_upstream->setHasClients(has); });
        if (m_config.upstream) // queued: starting does not wait for OpenSSL to be loaded
            QMetaObject::invokeMethod(this, [this] { m_upstream->preconnect(*m_config.upstream); }, Qt::QueuedConnection);
    }
    m_status.state = EngineStatus::State::Running;
    m_status.host = m_config.host;
    m_status.port = port;
    m_status.upstream = m_config.upstream ? m_config.upstream->toString(QUrl::EncodeUnicode) : QString();
    m_status.passthrough = m_config.passthrough;
    m_status.startedMs = QDateTime::currentMSecsSinceEpoch();
    if (!m_config.runtimeDirectory.isEmpty()) {
        // Being found by `codex-plus status` is a convenience: serving goes on without.
        if (auto written = m_instance.write(m_config.runtimeDirectory, m_status); !written)
            qCWarning(lcEngine).noquote() << tr("codex-plus status will not see this proxy (%1)").arg(written.error().message);
    }
    return status();
}

void Engine::stop(std::chrono::milliseconds limit)
{
    if (m_status.state == EngineStatus::State::Running) {
        m_status.state = EngineStatus::State::Draining;
        emit statusChanged(status());
        m_server->beginDrain();
    }
    if (m_status.state != EngineStatus::State::Draining)
        return;
    if (m_isEndingSessions)
        m_drainDeadline.restart(qMin(limit, lastHooks));
    else if (m_server->connectionCount() == 0)
        finishStop();
    else
        m_drainDeadline.restart(limit);
}

/// Nobody is served any more. The last hooks of the sessions have a little time.
void Engine::finishStop()
{
    if (m_status.state != EngineStatus::State::Draining || std::exchange(m_isEndingSessions, true))
        return;
    m_server->closeAllConnections();
    if (!m_prompts)
        return completeStop();
    m_drainDeadline.restart(lastHooks);
    m_prompts->endSessions([this] { completeStop(); });
}

void Engine::completeStop()
{
    if (m_status.state != EngineStatus::State::Draining)
        return;
    m_status.state = EngineStatus::State::Stopped;
    m_status.recording = RecordingMode::Off;
    m_status.recordingProblem.clear();
    m_status.promptStoreProblem.clear();
    m_instance.remove();
    m_drainDeadline.stop();
    m_flows.publish(); // the last records, or their rows would stay open for ever
    emit stopped();
}

EngineStatus Engine::status() const
{
    EngineStatus status = m_status;
    status.requests = m_flows.requests();
    status.failures = m_flows.failures();
    status.inFlight = m_flows.inFlight();
    return status;
}

void Engine::handle(HttpTransaction *transaction)
{
    new Exchange(transaction, m_context); // owned by the transaction
}

void Engine::onHeadRefused(const http::RequestHead &begun, const http::HttpError &error)
{
    FlowRecord record;
    record.phase = FlowRecord::Phase::Failed;
    record.isLocal = true;
    record.method = begun.method;
    record.target = begun.target;
    record.status = error.status;
    record.errorCode = error.code;
    record.errorText = error.message;
    record.startedMs = QDateTime::currentMSecsSinceEpoch();
    m_flows.addRefused(std::move(record));
}

} // namespace cpx
