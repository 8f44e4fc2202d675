// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/automation/automationoptions.h"
#include "core/result.h"
#include "proxy/limits.h"
#include "proxy/prompt/promptstoreoptions.h"
#include "proxy/recording/recordingoptions.h"
#include "proxy/upstream/upstreamproxy.h"

#include <QHostAddress>
#include <QMetaType>
#include <QString>
#include <QUrl>
#include <chrono>
#include <optional>

namespace cpx {

class Settings;

/// How requests travel to the upstream. Both speak QNetworkAccessManager's API (see proxy/upstream/).
enum class Transport {
    Direct, ///< our own strict HTTP/1.1 client over QTcpSocket/QSslSocket
    Stock, ///< Qt's QNetworkAccessManager, hardened; the one for HTTP/2 backends
};

/// What happens to a client that asks for a WebSocket.
enum class WebSocketMode {
    Refuse, ///< 426 (see pipeline/websocketrefusalstage.h)
    Tunnel, ///< passed on; always by our own client, whatever the transport
};

/// Everything an Engine needs to start. A plain value, made once from the settings.
struct EngineConfig
{
    QHostAddress host = QHostAddress(QHostAddress::LocalHost); ///< a loopback address
    quint16 port = 10000; ///< 0: any free port
    QByteArray clientToken{}; ///< what requests must carry in X-Codex-Plus-Token; empty: nothing
    std::optional<QUrl> upstream{}; ///< base URL; unset: chosen per request (see upstream/upstreamrouter.h)
    Transport transport = Transport::Direct;
    std::chrono::milliseconds connectTimeout{10'000}; ///< DNS + connect + TLS handshake, each
    std::chrono::milliseconds firstByteTimeout{600'000};
    std::chrono::milliseconds silenceTimeout{360'000}; ///< must exceed Codex's own 300 s
    QString caFile{}; ///< PEM file with extra certificate authorities; empty: the system store only
    WebSocketMode webSocket = WebSocketMode::Refuse;
    bool allowPrivate = false; ///< the upstream may be in a private network (see upstream/addressrules.h)
    UpstreamProxy httpProxy{};
    bool preconnect = true; ///< open a connection to the upstream before the first request
    bool passthrough = false; ///< forward and, if wanted, record only: no feature may change a request or an answer
    QString runtimeDirectory{}; ///< where the instance file is kept; empty: none
    bool isWatched = true; ///< somebody looks at flow records; false saves gathering them
    RecordingOptions recording{};
    PromptStoreOptions promptStore{};
    std::optional<AutomationOptions> automation{}; ///< hooks, commands, status line; none: requests are not looked into
    Limits limits{};

    bool isRecording() const { return recording.mode != RecordingMode::Off; }

    /// Checks what the settings table cannot: the client token, the upstream URL, the HTTP proxy, the CA file.
    static Result<EngineConfig> fromSettings(const Settings &settings);
};

/// A snapshot of a running engine. A plain value.
struct EngineStatus
{
    enum class State {
        Stopped,
        Starting,
        Running,
        Draining, ///< no new connections; waiting for the exchanges in flight
        Failed, ///< could not start: see error
    };
    State state = State::Stopped;
    QString error{}; ///< for people; only with Failed
    QHostAddress host{};
    quint16 port = 0; ///< the port really listened on
    QString upstream{}; ///< base URL for people, or empty when chosen per request
    bool passthrough = false; ///< as configured
    RecordingMode recording = RecordingMode::Off;
    QString recordingProblem{}; ///< why less is recorded than should be, for people; empty: nothing
    QString promptStoreProblem{}; ///< why what is done to prompts will not be known after a restart; empty: it will, or shall not
    qint64 startedMs = 0; ///< wall clock, milliseconds since 1970-01-01 UTC
    quint64 requests = 0; ///< exchanges begun since start, local ones excluded
    quint64 failures = 0; ///< of those: ended as Failed
    int inFlight = 0; ///< of those: not ended yet

    friend bool operator==(const EngineStatus &, const EngineStatus &) = default;
};

/// "http://127.0.0.1:10000": where a client connects to.
QString endpointUrl(const EngineStatus &status);

} // namespace cpx

Q_DECLARE_METATYPE(cpx::EngineStatus)
