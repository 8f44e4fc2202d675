// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandstrust.h"

#include "agents/trust/trustaudit.h"
#include "agents/trust/truststore.h"
#include "app/cli/commandstext.h"
#include "core/translate.h"

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

int fail(CommandIo &io, const QString &what, const Error &error)
{
    return reportFailure(io, what, {error.code, printable(error.message)});
}

} // namespace

int trustCommand(const CommandDefinition &definition, bool isConfirmed, const QString &workingDirectory, const QString &dataDirectory, CommandIo &io)
{
    const QString what = translate("cpx", "cannot trust the command");
    const QString path = printable(definition.file.path);
    const QStringList programs = shellProgramsOf(definition);
    if (isUsersOwn(definition.file.source)) {
        io.out << translate("cpx", "%1 is your own, so it needs no trust.").arg(path) << '\n';
        io.out.flush();
        return int(ExitCode::Ok);
    }
    if (programs.isEmpty()) {
        io.out << translate("cpx", "%1 runs nothing: it needs trust only to be offered in Codex (codex-plus commands install).").arg(path) << '\n';
    } else {
        io.out << translate("cpx", "%1 runs in %2, with the arguments as variables:").arg(path, printable(workingDirectory)) << '\n';
        for (const QString &program : programs)
            io.out << u"  "_s << printable(program) << '\n';
        io.out << translate("cpx", "allowed: %1").arg(printable(definition.allowedTools.join(u", "_s))) << '\n';
    }
    if (!isConfirmed) {
        io.out << translate("cpx", "Not trusted yet. If this is what you want: codex-plus commands trust %1 --yes").arg(definition.file.name) << '\n';
        io.out.flush();
        return int(ExitCode::Ok);
    }
    const TrustSubject subject{definition.file.path, definition.sha256};
    if (const auto done = TrustStore(dataDirectory).trust({subject}); !done)
        return fail(io, what, done.error());
    AuditLog log(dataDirectory);
    if (const auto recorded = recordTrustDecision(log, subject, TrustDecision::Trusted); !recorded)
        return fail(io, translate("cpx", "the command is trusted, but that could not be recorded"), recorded.error());
    io.out << translate("cpx", "Trusted, until the file changes.") << '\n';
    io.out.flush();
    return int(ExitCode::Ok);
}

int revokeCommand(const QString &path, const QString &dataDirectory, CommandIo &io)
{
    const QString what = translate("cpx", "cannot withdraw the trust");
    TrustStore store(dataDirectory);
    const TrustSubject subject{path, store.trustedContent(path)};
    if (subject.sha256.isEmpty())
        return fail(io, what, {Error::Code::NotFound, translate("cpx", "%1 is not trusted; there is nothing to do").arg(path)});
    if (const auto done = store.revoke(path); !done)
        return fail(io, what, done.error());
    AuditLog log(dataDirectory);
    if (const auto recorded = recordTrustDecision(log, subject, TrustDecision::Revoked); !recorded)
        return fail(io, translate("cpx", "the command is no longer trusted, but that could not be recorded"), recorded.error());
    io.out << translate("cpx", "%1 is no longer trusted. A skill for it goes with: codex-plus commands install").arg(printable(path)) << '\n';
    io.out.flush();
    return int(ExitCode::Ok);
}

} // namespace cpx
