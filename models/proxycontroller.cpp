// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/proxycontroller.h"

#include "models/format.h"
#include "proxy/demo/demohost.h"
#include "proxy/demo/sampletraffic.h"
#include "proxy/enginehost.h"

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int sampleCount = 24;

ProxyController::State stateOf(const EngineStatus &status)
{
    switch (status.state) {
    case EngineStatus::State::Stopped: return ProxyController::State::Stopped;
    case EngineStatus::State::Starting: return ProxyController::State::Starting;
    case EngineStatus::State::Running: return ProxyController::State::Running;
    case EngineStatus::State::Draining: return ProxyController::State::Draining;
    case EngineStatus::State::Failed: return ProxyController::State::Failed;
    }
    Q_UNREACHABLE();
}

} // namespace

ProxyController::ProxyController(const EngineConfig &config, bool isDemo, QObject *parent)
    : QObject(parent)
    , m_config(config)
    , m_isDemo(isDemo)
    , m_engine(std::make_unique<EngineHost>())
{
    if (isDemo) { // a demo never talks to a real server, whatever the settings say, and has nothing to guard
        m_config.upstream.reset();
        m_config.clientToken.clear();
    }
    connect(m_engine.get(), &EngineHost::flowsChanged, this, &ProxyController::flowsChanged);
    connect(m_engine.get(), &EngineHost::statusChanged, this, [this](const EngineStatus &status) {
        m_status = status;
        if (status.state == EngineStatus::State::Failed && m_state == State::Failed)
            return; // the answer to start() came first and says more
        if (status.state == EngineStatus::State::Failed)
            return fail({Error::Code::Internal, status.error});
        setState(stateOf(status));
    });
}

ProxyController::~ProxyController() = default;

int ProxyController::port() const
{
    return m_status.port != 0 ? m_status.port : m_config.port;
}

QString ProxyController::host() const
{
    return m_status.host.isNull() ? m_config.host.toString() : m_status.host.toString();
}

QString ProxyController::address() const
{
    return (host().contains(u':') ? u"[%1]:%2"_s : u"%1:%2"_s).arg(host()).arg(port());
}

QString ProxyController::endpoint() const
{
    return u"http://"_s + address();
}

QString ProxyController::upstream() const
{
    if (!m_status.upstream.isEmpty())
        return m_status.upstream;
    return m_config.upstream ? m_config.upstream->toDisplayString(QUrl::RemoveUserInfo) : QString();
}

QString ProxyController::recordingText() const
{
    if (hasRecordingProblem())
        return format::sentence(m_status.recordingProblem);
    switch (m_status.recording) {
    case RecordingMode::Off: return {};
    case RecordingMode::Metadata:
        return tr("Recording is on: which requests were made is kept on this computer, without what they said.");
    case RecordingMode::Redacted:
        return tr("Recording is on: requests and answers are kept on this computer, with credentials replaced.");
    case RecordingMode::Full:
        return tr("Recording is on: requests and answers are kept on this computer as they are.");
    }
    Q_UNREACHABLE();
}

QString ProxyController::promptStoreProblem() const
{
    return format::sentence(m_status.promptStoreProblem);
}

QString ProxyController::errorText() const
{
    return format::sentence(m_error.message);
}

bool ProxyController::isPortTaken() const
{
    return m_state == State::Failed && m_error.code == Error::Code::AddressInUse;
}

void ProxyController::start()
{
    if (m_state != State::Stopped && m_state != State::Failed)
        return;
    ++m_attempt;
    m_error = {};
    setState(State::Starting);
    if (!m_isDemo || m_config.upstream)
        return startEngine();
    if (m_demo)
        return; // its address is on the way; the engine follows it
    m_demo = std::make_unique<DemoHost>();
    m_demo->start().then(this, [this](const Result<QUrl> &url) {
        const bool isWanted = m_state == State::Starting; // the user may have changed his mind
        if (!url) {
            m_demo.reset();
            if (isWanted)
                fail(url.error());
            return;
        }
        m_config.upstream = *url;
        if (isWanted)
            startEngine();
    });
}

void ProxyController::startOnFreePort()
{
    m_config.port = 0;
    start();
}

void ProxyController::startEngine()
{
    emit runStarted();
    m_engine->start(m_config).then(this, [this, attempt = m_attempt](const Result<EngineStatus> &status) {
        if (attempt != m_attempt)
            return;
        if (!status)
            return fail(status.error());
        m_status = *status;
        setState(stateOf(*status));
    });
}

void ProxyController::stop()
{
    stopWithin(m_config.limits.drain);
}

void ProxyController::stopNow()
{
    stopWithin(std::chrono::milliseconds(0));
}

void ProxyController::stopWithin(std::chrono::milliseconds drain)
{
    if (m_state == State::Stopped || m_state == State::Failed)
        return;
    if (m_samples)
        m_samples->stop();
    ++m_attempt; // whatever start() still has to say is of no interest
    m_engine->stop(drain).then(this, [this, attempt = m_attempt] {
        if (attempt != m_attempt)
            return;
        m_status = m_engine->status();
        setState(State::Stopped);
    });
}

void ProxyController::toggle()
{
    switch (m_state) {
    case State::Stopped:
    case State::Failed: return start();
    case State::Starting:
    case State::Running: return stop();
    case State::Draining: return stopNow();
    }
}

void ProxyController::sendSamples()
{
    if (!m_isDemo || !isRunning())
        return;
    if (!m_samples) {
        m_samples = std::make_unique<SampleTraffic>();
        connect(m_samples.get(), &SampleTraffic::finished, this, &ProxyController::changed);
    }
    m_samples->start(QUrl(endpoint() + u"/v1"_s), sampleCount);
    emit changed();
}

bool ProxyController::isSendingSamples() const
{
    return m_samples && m_samples->isRunning();
}

QString ProxyController::testCommand() const
{
    // Works in any directory; in a demo without an account as well. A token would be seen on the screen and in the list of
    // processes: `codex-plus codex` reads it from the settings and passes it on in the environment.
    if (!m_config.clientToken.isEmpty())
        return u"codex-plus codex exec --skip-git-repo-check \"say hi\""_s;
    return (m_isDemo ? u"CODEX_API_KEY=demo "_s : QString())
        + u"codex exec --skip-git-repo-check -c openai_base_url='\"%1/v1\"' \"say hi\""_s.arg(endpoint());
}

QString ProxyController::configLine() const
{
    if (m_config.clientToken.isEmpty())
        return u"openai_base_url = \"%1/v1\""_s.arg(endpoint());
    // The built-in provider sends no fields of the user's, so it takes one of its own.
    return u"model_provider = \"codexplus\"\n"
           "model_providers.codexplus = { name = \"OpenAI\", base_url = \"%1/v1\", requires_openai_auth = true, "
           "env_http_headers = { \"X-Codex-Plus-Token\" = \"CODEX_PLUS_CLIENT_TOKEN\" } } # %2"_s
        .arg(endpoint(), tr("the environment variable has the value of proxy.clientToken"));
}

void ProxyController::fail(const Error &error)
{
    m_error = error;
    setState(State::Failed);
}

void ProxyController::setState(State state)
{
    m_state = state;
    emit changed();
}

} // namespace cpx
