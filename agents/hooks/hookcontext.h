// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookevent.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace cpx {

/// Where an event happens. A plain value.
struct HookContext
{
    QString workingDirectory{}; ///< of the session, absolute; hooks run in it
    QString sessionId{};
    QString transcriptPath{}; ///< may be empty
    QString permissionMode = QStringLiteral("default"); ///< told with the events that have one
};

/// What a hook reads from its standard input: the fields that all events share, and those of the event. Credentials are
/// replaced (SECURITY: TRU-7, SEC-1): in every text what looks like one, and members whose name says that they hold one,
/// except "code" and "key", which tools use for other things.
struct HookInput
{
    QByteArray bytes{}; ///< one JSON object and a line end
    bool isRedacted = false; ///< something was replaced

    static HookInput of(HookEvent event, const QJsonObject &payload, const HookContext &context);
};

} // namespace cpx
