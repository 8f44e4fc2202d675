// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/enginehost.h"

#include <QEventLoop>

namespace cpx {

/// An engine on a free port, started and stopped with the object. The records it published are kept.
class TestEngine : public QObject
{
    Q_OBJECT

public:
    explicit TestEngine(EngineConfig config)
    {
        config.port = 0;
        connect(&m_host, &EngineHost::flowsChanged, this, [this](const QList<FlowRecord> &flows) {
            for (const FlowRecord &flow : flows)
                m_flows.insert(flow.id, flow);
        });
        QEventLoop loop;
        m_host.start(config).then(&loop, [&](const Result<EngineStatus> &result) {
            m_error = result ? QString() : result.error().message;
            loop.quit();
        });
        loop.exec();
    }

    EngineHost &host() { return m_host; }
    quint16 port() const { return m_host.status().port; }
    QString error() const { return m_error; } ///< why it did not start
    QList<FlowRecord> flows() const { return m_flows.values(); } ///< by id

private:
    QMap<quint64, FlowRecord> m_flows;
    QString m_error;
    EngineHost m_host;
};

} // namespace cpx
