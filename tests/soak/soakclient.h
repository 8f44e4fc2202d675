// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/soak/messagereader.h"
#include "tests/soak/plan.h"
#include "tests/soak/rawsocket.h"

#include <QList>
#include <QTimer>
#include <memory>
#include <optional>

namespace cpx::soak {

/// What a client saw of the answer to one request.
struct Observation
{
    enum class End {
        Whole, ///< by its framing
        Ended, ///< FIN in the middle
        Reset,
        Broken, ///< not HTTP
        Left, ///< it left itself, as planned
        Hung,
        NotAnswered, ///< the connection ended before the answer's turn
    };

    End end = End::NotAnswered;
    int status = 0;
    QByteArray errorCode{}; ///< the proxy's own answer
    bool isRightHead = true; ///< the fields the upstream sent, no others of the same name
    bool isRightBody = true; ///< as far as it came
    qsizetype bodyBytes = 0;

    QString text() const;
};

/// A client of the proxy that behaves as the plan of each request says. One connection, kept for the next requests where
/// both sides allow it.
class SoakClient : public QObject
{
    Q_OBJECT

public:
    explicit SoakClient(quint16 port, QObject *parent = nullptr);

    /// Sends these, the second and later ones pipelined. Observations come one by one from the event loop, then onIdle.
    void run(const QList<Plan> &plans);
    void closeConnection() { m_socket.reset(); }

    std::function<void(const Plan &, const Observation &)> onObservation;
    std::function<void()> onIdle;

private:
    const Plan &current() const { return m_plans[m_index]; }
    bool isBusy() const { return m_index < m_plans.size(); }
    void connectSocket();
    static QByteArray head(const Plan &plan, quint16 port);
    static QByteArray codedBody(const Plan &plan);
    void startUpload();
    void uploadMore();
    void onUploaded();
    void startReader();
    void onBytes(QByteArrayView bytes);
    void onHead();
    void onPayload(QByteArrayView bytes);
    void onAnswerOver();
    void onEnd(RawSocket::End end);
    void leave();
    void report(Observation::End end);
    void stop(Observation::End end);
    void becomeIdle();

    quint16 m_port;
    std::unique_ptr<RawSocket> m_socket; ///< null: no connection
    QList<Plan> m_plans;
    qsizetype m_index = 0; ///< of the answer that is awaited
    QByteArray m_upload; ///< coded body of the first request
    qsizetype m_uploaded = 0;
    std::optional<MessageReader> m_reader;
    Observation m_seen;
    bool m_hasPaused = false;
    QTimer m_uploadTimer;
    QTimer m_leaveTimer;
    QTimer m_readTimer;
    QTimer m_patience;
};

} // namespace cpx::soak
