// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "proxy/engineconfig.h"
#include "proxy/flowrecord.h"

#include <QObject>

#include <memory>

namespace cpx {

class DemoHost;
class EngineHost;
class SampleTraffic;

/// The switch of the proxy in the GUI process: passes the user's wish on to the engine and says how it
/// stands. The only owner of the EngineHost and, in a demo, of the built-in model behind it. Nothing here
/// waits.
class ProxyController : public QObject
{
    Q_OBJECT
    Q_PROPERTY(State state READ state NOTIFY changed)
    Q_PROPERTY(int port READ port NOTIFY changed)
    Q_PROPERTY(QString endpoint READ endpoint NOTIFY changed)
    Q_PROPERTY(QString errorText READ errorText NOTIFY changed)
    Q_PROPERTY(int inFlight READ inFlight NOTIFY changed)

public:
    enum class State { Stopped, Starting, Running, Draining, Failed };
    Q_ENUM(State)

    ProxyController(const EngineConfig &config, bool isDemo, QObject *parent = nullptr);
    ~ProxyController() override;

    State state() const { return m_state; }
    bool isRunning() const { return m_state == State::Running; }
    bool isDemo() const { return m_isDemo; }
    /// The port in use, or the one that will be asked for; 0: any.
    int port() const;
    QString host() const; ///< "127.0.0.1"
    QString address() const; ///< "127.0.0.1:10000"
    QString endpoint() const; ///< "http://127.0.0.1:10000"
    QString upstream() const; ///< base URL, or empty: chosen per request

    /// What is recorded of the traffic, or why it is not: a sentence, empty when recording is off.
    QString recordingText() const;
    bool hasRecordingProblem() const { return !m_status.recordingProblem.isEmpty(); }

    /// Why what is done to prompts will be forgotten with a restart: a sentence, empty when all is well.
    QString promptStoreProblem() const;

    QString errorText() const; ///< a sentence with a remedy; only with Failed
    bool isPortTaken() const; ///< Failed because somebody else has the port

    int inFlight() const { return m_status.inFlight; }
    const EngineStatus &status() const { return m_status; }
    quint64 requests() const { return m_status.requests; }
    quint64 failures() const { return m_status.failures; }

    void start();
    /// On any free port instead of the configured one, until the program ends.
    void startOnFreePort();
    /// Lets the requests in flight finish, for as long as the configuration says.
    void stop();
    /// Cuts what is in flight.
    void stopNow();
    /// What the one button does: start, stop, or (while draining) stop now.
    void toggle();

    /// In a running demo: sends some requests as Codex would, through the proxy.
    void sendSamples();
    bool isSendingSamples() const;

    /// The command that sends one Codex run through this proxy, for a shell, in whatever directory it stands. Without the
    /// client token, if there is one.
    QString testCommand() const;
    /// The line for Codex's config.toml that sends all runs through this proxy; two, with the name of an environment variable,
    /// when it wants a client token.
    QString configLine() const;

signals:
    void changed(); ///< any of the above
    void runStarted(); ///< the engine starts; it counts its requests anew
    void flowsChanged(const QList<cpx::FlowRecord> &flows);

private:
    void startEngine();
    void fail(const Error &error);
    void setState(State state);
    void stopWithin(std::chrono::milliseconds drain);

    EngineConfig m_config;
    bool m_isDemo;
    EngineStatus m_status;
    State m_state = State::Stopped;
    Error m_error{};
    quint64 m_attempt = 0; ///< answers to earlier attempts to start are stale
    std::unique_ptr<DemoHost> m_demo; ///< outlives the engine, which talks to it
    std::unique_ptr<EngineHost> m_engine;
    std::unique_ptr<SampleTraffic> m_samples; ///< only in a demo
};

} // namespace cpx
