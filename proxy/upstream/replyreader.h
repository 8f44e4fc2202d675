// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QNetworkReply;

namespace cpx {

class ResponseReceiver;

/// Reads a reply of Qt's own client and feeds a ResponseReceiver. Child of the reply. Engine thread.
class ReplyReader : public QObject
{
    Q_OBJECT

public:
    /// `receiver` is borrowed and must outlive the reply. The reply buffers at most about `bufferLimit` bytes.
    ReplyReader(QNetworkReply *reply, ResponseReceiver *receiver, qint64 bufferLimit);

    static ReplyReader *of(QNetworkReply &reply); ///< the one made for it

    void read(); ///< what has arrived; also when the receiver wants body bytes again

private:
    void onMetaData();
    void pause();
    void onFinished();

    QNetworkReply *m_reply; ///< our QObject parent
    ResponseReceiver *m_receiver;
    bool m_hasHead = false;
    bool m_isPauseDue = false; ///< the receiver got something since its last onBodyPause()
    bool m_finished = false;
    bool m_ended = false;
};

} // namespace cpx
