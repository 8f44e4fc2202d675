// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/flowfacts.h"
#include "proxy/flowrecord.h"

#include <QList>
#include <QString>

namespace cpx {

/// One request, put into words: what the detail panel and the clipboard show. A plain value; everything in it
/// has passed redaction.
struct FlowDetails
{
    struct Line
    {
        QString label{};
        QString value{};

        friend bool operator==(const Line &, const Line &) = default;
    };

    quint64 sequence = 0;
    QString title{}; ///< "Request 12 · Turn"
    QString sentence{}; ///< what happened, in one or two sentences
    QString error{}; ///< empty unless something went wrong
    QString errorCode{}; ///< our stable code, for searching in the documentation
    QList<Line> facts{};
    QList<Line> timing{};
    QList<Line> requestHeaders{};
    QList<Line> responseHeaders{};
    std::optional<double> firstByteShare{}; ///< of the total time, 0 to 1, for a picture of both

    static FlowDetails of(const FlowRecord &record, const FlowFacts &facts, qint64 now);
};

} // namespace cpx
