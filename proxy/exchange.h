// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deadlines.h"
#include "proxy/engineconfig.h"
#include "proxy/exchangetap.h"
#include "proxy/flowlog.h"
#include "proxy/pipeline/pipeline.h"
#include "proxy/upstream/upstream.h"

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
    FlowLog &flows;
    Deadlines &deadlines;
    const std::vector<std::unique_ptr<ExchangeObserver>> &observers;
};

/// One round trip: takes a request through the pipeline, sends it upstream, passes the answer on while it arrives.
/// Child of its transaction and gone with it, which closes the upstream connection. Ends exactly once, as Done,
/// Failed or Cancelled. Engine thread.
class Exchange : public QObject, private FlowLog::Source, private ResponseReceiver
{
    Q_OBJECT

public:
    Exchange(HttpTransaction *transaction, const ExchangeContext &context);
    ~Exchange() override;

private:
    const FlowRecord &record() const override { return m_record; }

    void decide(StageOutcome outcome);
    void answerLocally(const LocalReply &reply);
    void refuse(const http::HttpError &error);
    void sendUpstream();
    void attachTaps();

    void onHead(http::ResponseHead head) override;
    void onBody(QByteArrayView bytes) override;
    void onBodyPause() override;
    bool wantsBody() const override;
    void onEnd() override;
    void onWritable();
    void onDeadline();
    void cut(const QByteArray &code, const QString &text);
    void end(FlowRecord::Phase phase);
    void tellTaps();
    void dropReply();

    HttpTransaction *m_transaction; ///< our QObject parent
    const ExchangeContext &m_context;
    http::RequestHead m_head; ///< what is sent: the request, changed by the stages
    QUrl m_base; ///< where it is sent
    std::unique_ptr<QNetworkReply> m_reply;
    Deadline m_deadline;
    QElapsedTimer m_clock; ///< since the head was complete
    FlowRecord m_record;
    std::vector<std::unique_ptr<ExchangeTap>> m_taps; ///< empty, as a rule
    QByteArray m_tapped; ///< body bytes for them, until the client has got its own
    bool m_ended = false;
};

} // namespace cpx
