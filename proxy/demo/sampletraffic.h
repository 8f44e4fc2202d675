// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/demo/samplerequest.h"

#include <QNetworkAccessManager>
#include <QObject>
#include <QRandomGenerator>
#include <QSet>
#include <QTimer>
#include <QUrl>

class QNetworkReply;

namespace cpx {

/// Sends synthetic requests to a proxy, one after the other with pauses, so that somebody who has no Codex at
/// hand sees how traffic looks. They call themselves codex-plus-demo. Lives in the thread that made it.
class SampleTraffic : public QObject
{
    Q_OBJECT

public:
    /// `pace` stretches the pauses of one to three seconds; 0: no pauses.
    explicit SampleTraffic(double pace = 1.0, QObject *parent = nullptr);
    ~SampleTraffic() override;

    /// Sends `count` requests below `base` ("http://127.0.0.1:10000/v1"), the first at once. Ends what is
    /// still running from an earlier call.
    void start(const QUrl &base, int count);
    /// Sends no more and leaves the answers that are still arriving. Emits finished() if something was
    /// running.
    void stop();

    bool isRunning() const { return m_sent < m_count || !m_open.isEmpty(); }

signals:
    /// All requests are answered, failed or left.
    void finished();

private:
    void sendNext();
    void send(const SampleRequest &sample);
    void abortAll();
    void replyEnded(QNetworkReply *reply);

    double m_pace;
    QUrl m_base;
    int m_count = 0;
    int m_sent = 0;
    QRandomGenerator m_random{1};
    QTimer m_timer;
    QSet<QNetworkReply *> m_open; ///< owned by m_network
    QNetworkAccessManager m_network; ///< last: its end aborts replies
};

} // namespace cpx
