// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/codexcommand.h"

#include "core/translate.h"

#include <QFileInfo>
#include <QStandardPaths>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

Result<QString> findCodex(const QProcessEnvironment &environment)
{
    if (const QString chosen = environment.value(u"CODEX_PLUS_CODEX"_s); !chosen.isEmpty()) {
        if (QFileInfo(chosen).isExecutable() && QFileInfo(chosen).isFile())
            return QFileInfo(chosen).absoluteFilePath();
        return Error{Error::Code::NotFound,
                     translate("cpx", "CODEX_PLUS_CODEX names %1, which is no program; correct or unset it").arg(chosen)};
    }
    const QStringList directories = environment.value(u"PATH"_s).split(u':', Qt::SkipEmptyParts);
    const QString found = QStandardPaths::findExecutable(u"codex"_s, directories);
    if (directories.isEmpty() || found.isEmpty()) {
        return Error{Error::Code::NotFound,
                     translate("cpx", "the Codex CLI is not on PATH; install it with npm install -g @openai/codex")};
    }
    return found;
}

/// The variable with the loopback names added, in both spellings programs look for. A spelling the user did not set
/// takes over the other's hosts: a program that looks at it first would otherwise miss them.
void addLoopbackToNoProxy(QProcessEnvironment &environment)
{
    const QString upper = environment.value(u"NO_PROXY"_s);
    const QString lower = environment.value(u"no_proxy"_s);
    for (const auto &[name, value] : {std::pair(u"NO_PROXY"_s, upper.isEmpty() ? lower : upper),
                                      std::pair(u"no_proxy"_s, lower.isEmpty() ? upper : lower)}) {
        QStringList hosts = value.split(u',', Qt::SkipEmptyParts);
        QStringList known;
        for (const QString &host : std::as_const(hosts))
            known += host.trimmed();
        for (const QString &loopback : {u"127.0.0.1"_s, u"localhost"_s, u"::1"_s}) {
            if (!known.contains(loopback))
                hosts += loopback;
        }
        environment.insert(name, hosts.join(u','));
    }
}

} // namespace

Result<CodexCommand> CodexCommand::attached(const QString &baseUrl, const QByteArray &clientToken,
                                            const QStringList &arguments, const QProcessEnvironment &environment)
{
    auto program = findCodex(environment);
    if (!program)
        return program.error();
    CodexCommand command{*program, {}, environment};
    if (clientToken.isEmpty()) {
        command.arguments = QStringList{u"-c"_s, u"openai_base_url=\"%1\""_s.arg(baseUrl)};
    } else {
        // The built-in provider takes no header fields, so it has to be one of our own. Its name makes Codex treat it like the
        // built-in one. The token goes through the environment: other users can read command lines.
        const QString variable = u"CODEX_PLUS_CLIENT_TOKEN"_s;
        command.arguments =
            QStringList{u"-c"_s, u"model_provider=\"codexplus\""_s, u"-c"_s,
                        u"model_providers.codexplus={name=\"OpenAI\",base_url=\"%1\",requires_openai_auth=true,"
                        "env_http_headers={\"X-Codex-Plus-Token\"=\"%2\"}}"_s.arg(baseUrl, variable)};
        command.environment.insert(variable, QString::fromLatin1(clientToken));
    }
    command.arguments += arguments;
    addLoopbackToNoProxy(command.environment);
    if (const int port = QUrl(baseUrl).port(); port > 0)
        command.environment.insert(u"CODEX_PLUS_PORT"_s, QString::number(port));
    return command;
}

} // namespace cpx
