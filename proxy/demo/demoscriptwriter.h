// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/demo/demoscript.h"

#include <QJsonArray>
#include <QRandomGenerator>

namespace cpx {

/// Writes a DemoScript event by event, in the order a Responses API backend sends them.
class DemoScriptWriter
{
public:
    DemoScriptWriter(const DemoRequest &request, const QString &id, qint64 createdSeconds);

    void begin();
    void think(const QString &summary);
    void say(const QString &text);
    void callFunction(const QString &name, const QJsonObject &arguments);
    void callCustom(const QString &name, const QString &input);
    void compact();
    DemoScript end();

private:
    using Milliseconds = std::chrono::milliseconds;

    void event(const QString &type, QJsonObject fields, Milliseconds wait = Milliseconds(0));
    void addItem(const QJsonObject &item);
    void finishItem(const QJsonObject &item);
    void deltas(const QString &type, const QJsonObject &where, const QString &text);
    QJsonObject responseObject(const QString &status, const QJsonValue &usage) const;
    QJsonObject usage() const;
    QString itemId(const QString &kind) const;
    Milliseconds between(int least, int most);

    const DemoRequest &m_request; ///< borrowed
    QString m_id;
    qint64 m_createdSeconds;
    QRandomGenerator m_random; ///< seeded by the prompt
    int m_sequence = 0;
    int m_outputTokens = 0;
    int m_reasoningTokens = 0;
    bool m_hasSpoken = false; ///< the first token is out
    QJsonArray m_output;
    DemoScript m_script;
};

} // namespace cpx
