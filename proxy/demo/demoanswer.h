// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/demo/demoscript.h"
#include "proxy/http/headerlist.h"

#include <QObject>
#include <QTimer>

namespace cpx {

class HttpTransaction;

/// Answers one POST /responses: collects the body, then plays a DemoScript at its pace and at the client's.
/// A child of its transaction, so it ends when the client leaves. Engine thread of the demo model.
class DemoAnswer : public QObject
{
    Q_OBJECT

public:
    /// `pace` stretches every wait of the script, 0 removes them. `number` counts requests, from 1.
    DemoAnswer(HttpTransaction *transaction, double pace, quint64 number);

private:
    void readBody();
    void answer();
    void play(); ///< sends what is due and sets the timer for the rest
    void refuse(int status, const QByteArray &code, const QString &message);
    http::HeaderList headers() const;

    HttpTransaction *m_transaction; ///< borrowed; the QObject parent
    double m_pace;
    quint64 m_number;
    QByteArray m_body;
    QString m_model;
    DemoScript m_script;
    qsizetype m_next = 0; ///< event to send
    bool m_hasWaited = false; ///< for m_next
    QTimer m_timer;
};

} // namespace cpx
