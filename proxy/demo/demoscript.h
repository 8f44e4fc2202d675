// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <chrono>

namespace cpx {

struct DemoReply;
struct DemoRequest;

/// The whole answer of the demo model, written before its first byte is sent: the events of a Responses API
/// stream and how long to wait before each. The same prompt gives the same text and the same waits. A plain
/// value.
struct DemoScript
{
    struct Event
    {
        QByteArray wire{}; ///< "event: …\ndata: …\n\n"
        std::chrono::milliseconds wait{0}; ///< before it is sent, at normal pace
    };

    QList<Event> events{};
    QJsonObject response{}; ///< the complete response object, for clients that do not stream

    /// `id` makes the ids of this response unique; `createdSeconds` is wall clock, seconds since 1970-01-01
    /// UTC.
    static DemoScript write(const DemoRequest &request, const DemoReply &reply, const QString &id,
                            qint64 createdSeconds);
};

} // namespace cpx
