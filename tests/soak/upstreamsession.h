// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/soak/answerwire.h"
#include "tests/soak/messagereader.h"
#include "tests/soak/rawsocket.h"

#include <QTimer>
#include <optional>

namespace cpx::soak {

class FaultyUpstream;

/// One connection of the upstream: reads a request, checks its body, answers as planned; again, while the connection lasts.
/// Child of the upstream.
class UpstreamSession : public QObject
{
    Q_OBJECT

public:
    UpstreamSession(qintptr descriptor, FaultyUpstream *upstream);

    /// The request in progress, or -1. A connection the proxy has to close is in progress until it does.
    int currentId() const { return m_plan ? m_plan->id : -1; }

private:
    void onBytes(QByteArrayView bytes);
    void onHead();
    void onPayload(QByteArrayView bytes);
    void onRequestComplete();
    bool answersUnread() const;
    void startAnswer();
    void sendMore();
    void endAnswer();
    void forgetRequest();
    void pause(int milliseconds, std::function<void()> then);
    void resumeReading();
    void closeConnection();
    void leave();

    FaultyUpstream *m_upstream;
    RawSocket m_socket;
    QTimer m_timer;
    std::function<void()> m_then; ///< when m_timer is over
    QTimer m_readTimer;
    int m_readPauses = 0;

    std::optional<Plan> m_plan; ///< of the request in progress
    std::optional<MessageReader> m_reader;
    qsizetype m_received = 0; ///< of the request's body
    AnswerWire m_wire;
    qsizetype m_written = 0; ///< of the wire
    int m_writes = 0;
    bool m_isAnswering = false;
    bool m_isClosing = false;
    bool m_hasSentSurplus = false;
    bool m_hasStalled = false;
};

} // namespace cpx::soak
