// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QProcessEnvironment>
#include <QStringList>

namespace cpx {

/// A Codex CLI invocation whose model traffic goes to us: program, arguments and environment of one child process.
/// Nothing is written: the base URL travels as `-c openai_base_url="…"`, which every Codex login kind honours.
struct CodexCommand
{
    QString program; ///< absolute path of the Codex CLI
    QStringList arguments;
    QProcessEnvironment environment;

    /// `baseUrl` is our endpoint with its /v1, `arguments` what the user typed after `codex-plus codex`.
    /// The Codex CLI is CODEX_PLUS_CODEX when set, else `codex` on PATH; NotFound tells how to install it.
    /// NO_PROXY gains the loopback names: Codex would send even loopback requests through an HTTP_PROXY.
    /// CODEX_PLUS_PORT names our port to what Codex starts, its hooks above all.
    /// With a `clientToken` (see pipeline/clienttokenstage.h) Codex uses a provider `codexplus` for this launch, which sends it;
    /// its sessions are kept under that name.
    static Result<CodexCommand> attached(const QString &baseUrl, const QByteArray &clientToken, const QStringList &arguments,
                                         const QProcessEnvironment &environment);
};

} // namespace cpx
