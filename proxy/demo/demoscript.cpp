// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/demo/demoscript.h"

#include "proxy/demo/demoreply.h"
#include "proxy/demo/demorequest.h"
#include "proxy/demo/demoscriptwriter.h"

using namespace Qt::StringLiterals;

namespace cpx {

DemoScript DemoScript::write(const DemoRequest &request, const DemoReply &reply, const QString &id,
                             qint64 createdSeconds)
{
    DemoScriptWriter writer(request, id, createdSeconds);
    writer.begin();
    if (!reply.thoughts.isEmpty())
        writer.think(reply.thoughts);
    switch (reply.kind) {
    case DemoReply::Kind::Text: writer.say(reply.text); break;
    case DemoReply::Kind::Command:
        // The commands are our own few (DemoReply) and need no escaping inside the script.
        if (request.tools == DemoRequest::Tools::CodeMode)
            writer.callCustom(
                u"exec"_s,
                u"const r = await tools.exec_command({cmd:\"%1\"}); text(r.output);"_s.arg(reply.command));
        else
            writer.callFunction(u"exec_command"_s, {{u"cmd"_s, reply.command}});
        break;
    case DemoReply::Kind::Compaction: writer.compact(); break;
    }
    return writer.end();
}

} // namespace cpx
