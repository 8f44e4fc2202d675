// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/pipeline/stage.h"

#include <QString>

namespace cpx {

/// What a stage says of a head, as text: "continue", "reply STATUS CODE", "refuse STATUS CODE"; "nothing" or "twice"
/// when it breaks its promise to answer exactly once.
inline QString askStage(Stage &stage, const http::RequestHead &head, StageOutcome *given = nullptr)
{
    QString said = QStringLiteral("nothing");
    int count = 0;
    StageRequest request{head};
    stage.handle(request, [&](StageOutcome outcome) {
        if (++count > 1)
            said = QStringLiteral("twice");
        else if (const auto *reply = std::get_if<LocalReply>(&outcome))
            said = QStringLiteral("reply %1 %2").arg(reply->status).arg(
                QString::fromLatin1(reply->headers.first("x-codex-plus-error").value_or("")));
        else if (const auto *error = std::get_if<http::HttpError>(&outcome))
            said = QStringLiteral("refuse %1 %2").arg(error->status).arg(QString::fromLatin1(error->code));
        else
            said = QStringLiteral("continue");
        if (given)
            *given = std::move(outcome);
    });
    return said.trimmed();
}

inline http::RequestHead headOf(const QByteArray &method, const QByteArray &target, const http::HeaderList &headers)
{
    http::RequestHead head;
    head.method = method;
    head.target = target;
    head.headers = headers;
    return head;
}

} // namespace cpx
