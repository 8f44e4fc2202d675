// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deadlines.h"
#include "proxy/engineconfig.h"
#include "proxy/exchangetap.h"
#include "proxy/flowlog.h"
#include "proxy/pipeline/pipeline.h"
#include "proxy/tunnel/tunnel.h"
#include "proxy/upstream/directupstream.h"

#include <QElapsedTimer>
#include <QObject>
#include <memory>
#include <vector>

namespace cpx {

class HttpTransaction;
class UpstreamRouter;

/// What all exchanges of an engine share. Borrowed; outlives every exchange.
struct ExchangeContext
{
    const EngineConfig &config;
    const Pipeline &pipeline;
    const UpstreamRouter &router;
    Upstream &upstream;
    DirectUpstream *tunnels; ///< for requests that ask for a WebSocket; null: served without one
    FlowLog &flows;
    Deadlines &deadlines;
    const std::vector<std::unique_ptr<ExchangeObserver>> &observers;
};

/// One round trip: takes a request through the pipeline, sends it upstream, passes the answer on while it arrives.
/// Child of its transaction and gone with it, which closes the upstream connection. Ends exactly once, as Done,
/// Failed or Cancelled. A request for a WebSocket is sent like any other; when the upstream agrees, the exchange becomes a
/// Tunnel and lasts as long. Engine thread.
class Exchange : public QObject, private FlowLog::Source, private ResponseReceiver
{
    Q_OBJECT

public:
    Exchange(HttpTransaction *transaction, const ExchangeContext &context);
    ~Exchange() override;

private:
    const FlowRecord &record() const override;

    void decide(StageOutcome outcome);
    void answerLocally(const LocalReply &reply);
    void refuse(const http::HttpError &error);
    void sendUpstream();
    void showToTaps(int status, const http::HeaderList &headers, const QByteArray &body);
    void attachTaps();

    void onHead(http::ResponseHead head) override;
    void onBody(QByteArrayView bytes) override;
    void onBodyPause() override;
    bool wantsBody() const override;
    void onEnd() override;
    void onWritable();
    void beginFilters(http::ResponseHead &head);
    QByteArray filtered(QByteArrayView bytes);
    bool isHeld() const;
    void onFilterResume();
    void openTunnel(http::ResponseHead head);
    void onTunnelFinished(Tunnel::Ending ending);
    void countBytes() const;
    void onDeadline();
    void cut(const QByteArray &code, const QString &text);
    void end(FlowRecord::Phase phase);
    bool finishFilters();
    void finishWhole();
    void tellTaps();
    void dropReply();

    HttpTransaction *m_transaction; ///< our QObject parent
    const ExchangeContext &m_context;
    StageRequest m_request; ///< what is sent: the request, changed by the stages
    QUrl m_base; ///< where it is sent
    Upstream *m_upstream = nullptr; ///< that sends it
    std::unique_ptr<QNetworkReply> m_reply;
    std::unique_ptr<Tunnel> m_tunnel;
    Deadline m_deadline;
    QElapsedTimer m_clock; ///< since the head was complete
    mutable FlowRecord m_record; ///< the byte counts are brought up to date when somebody asks
    std::vector<std::unique_ptr<ExchangeTap>> m_taps; ///< empty, as a rule
    std::vector<ExchangeTap *> m_bodyTaps; ///< those of them that want bodies
    QByteArray m_tapped; ///< body bytes for these, until the client has got its own
    bool m_isWhole = false; ///< all of the answer has arrived
    bool m_ended = false;
};

} // namespace cpx
