// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/codexevent.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace cpx {

std::optional<CodexEvent> CodexEvent::of(const QJsonObject &native)
{
    CodexEvent result;
    result.payload = native;
    const auto take = [&result](const QString &name) { return result.payload.take(name).toString(); };
    const auto event = hookEventNamed(take(u"hook_event_name"_s));
    result.context.sessionId = take(u"session_id"_s);
    result.context.workingDirectory = take(u"cwd"_s);
    result.context.transcriptPath = take(u"transcript_path"_s);
    if (const QString mode = take(u"permission_mode"_s); !mode.isEmpty())
        result.context.permissionMode = mode;
    result.turnId = native.value(u"turn_id"_s).toString();
    if (!event || result.context.sessionId.isEmpty() || !QDir::isAbsolutePath(result.context.workingDirectory))
        return std::nullopt;
    result.event = *event;

    for (auto it = result.payload.begin(); it != result.payload.end();)
        it = it->isNull() ? result.payload.erase(it) : it + 1;
    if (const QJsonValue response = native.value(u"tool_response"_s); response.isString() && native.value(u"tool_name"_s) == u"Bash"_s) {
        result.payload.insert(u"tool_response"_s,
                              QJsonObject{{u"stdout"_s, response}, {u"stderr"_s, QString()}, {u"interrupted"_s, false},
                                          {u"isImage"_s, false}, {u"noOutputExpected"_s, false}});
    }
    return result;
}

} // namespace cpx
