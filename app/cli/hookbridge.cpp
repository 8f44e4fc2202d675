// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/hookbridge.h"

#include "app/cli/bridgeengines.h"
#include "app/cli/localhooks.h"
#include "core/loopbackpost.h"
#include "core/paths.h"
#include "proxy/local/controltoken.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>
#include <cstdio>
#include <optional>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 maximumPayload = 16 * 1024 * 1024; ///< bytes

/// What an engine said; nothing when none has taken the event.
std::optional<LoopbackAnswer> askEngine(const QByteArray &payload, const Paths &paths, const QProcessEnvironment &environment)
{
    const QList<InstanceFile::Entry> engines = enginesForBridge(paths.runtime, environment);
    for (const InstanceFile::Entry &engine : engines) {
        const auto token = ControlToken::read(paths.runtime, engine.port);
        if (!token)
            continue;
        LoopbackPost post;
        post.host = QUrl(engine.url).host().toLatin1();
        post.port = engine.port;
        post.target = "/codexplus/v1/hooks/events";
        post.bearerToken = *token;
        post.body = payload;
        const LoopbackAnswer answer = postToLoopback(post);
        if (answer.outcome != LoopbackAnswer::Outcome::NotSent)
            return answer;
    }
    return std::nullopt;
}

/// Whether hooks may forbid what is about to happen: for them it is better to run twice than not at all.
bool isGate(const QJsonObject &event)
{
    const QString name = event.value(u"hook_event_name"_s).toString();
    return name == u"PreToolUse" || name == u"PermissionRequest" || name == u"UserPromptSubmit";
}

} // namespace

QByteArray bridgeEvent(const QByteArray &payload, const QProcessEnvironment &environment)
{
    const QJsonObject event = QJsonDocument::fromJson(payload).object();
    const auto paths = Paths::fromEnvironment(environment);
    if (event.isEmpty() || !paths)
        return {};
    QJsonObject said;
    if (const auto answer = askEngine(payload, *paths, environment); answer && answer->outcome == LoopbackAnswer::Outcome::Answered && answer->status == 200)
        said = QJsonDocument::fromJson(answer->body).object();
    else if (!answer || answer->outcome == LoopbackAnswer::Outcome::Answered || isGate(event))
        said = runHooksHere(event, *paths, environment);
    return said.isEmpty() ? QByteArray() : QJsonDocument(said).toJson(QJsonDocument::Compact) + '\n';
}

int runHookBridge()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return 0;
    const QByteArray payload = input.read(maximumPayload + 1);
    if (payload.size() > maximumPayload)
        return 0;
    const QByteArray answer = bridgeEvent(payload, QProcessEnvironment::systemEnvironment());
    std::fwrite(answer.constData(), 1, size_t(answer.size()), stdout);
    std::fflush(stdout);
    return 0;
}

} // namespace cpx
