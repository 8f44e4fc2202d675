// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/auditcommand.h"

#include "app/cli/commandline.h"
#include "core/auditlog.h"
#include "core/paths.h"
#include "core/terminaltext.h"
#include "core/translate.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

QByteArray jsonOf(const AuditVerification &found)
{
    const QJsonObject object{
        {u"intact"_s, found.isIntact()}, {u"records"_s, found.records}, {u"first"_s, found.first},
        {u"last"_s, found.last},         {u"repairs"_s, found.repairs}, {u"problems"_s, QJsonArray::fromStringList(found.problems)},
    };
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QString textOf(const AuditVerification &found)
{
    if (found.records == 0 && found.isIntact())
        return translate("cpx", "Nothing has been audited yet.") + u'\n';
    QString text;
    for (const QString &problem : found.problems)
        text += QString::fromUtf8(terminalText(problem.toUtf8(), LineBreaks::Escape)) + u'\n';
    text += found.isIntact() ? translate("cpx", "The audit log is intact: records %1 to %2.").arg(found.first).arg(found.last)
                             : translate("cpx", "The audit log is not as it was written.");
    if (found.repairs > 0)
        text += u' ' + translate("cpx", "Lines torn by a crash and cut off: %1.").arg(found.repairs);
    return text + u'\n';
}

} // namespace

QString AuditCommand::name() const
{
    return u"audit"_s;
}

QString AuditCommand::summary() const
{
    return translate("cpx", "Check the log of decisions: verify");
}

int AuditCommand::run(const QStringList &arguments, CommandIo &io)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(u"action"_s, translate("cpx", "verify: look for edits, gaps, changes of order and truncation."));
    parser.addOptions({
        {u"json"_s, translate("cpx", "Print JSON.")},
        {u"data-dir"_s, translate("cpx", "Directory of the audit log."), u"directory"_s},
    });
    if (const auto exitCode = parseCommandLine(parser, *this, arguments, io, 1))
        return *exitCode;
    const QString action = parser.positionalArguments().value(0);
    if (action != u"verify")
        return reportUsage(io, name(), action.isEmpty() ? translate("cpx", "verify is missing") : translate("cpx", "\"%1\" is not verify").arg(action));

    QProcessEnvironment places = io.environment;
    if (parser.isSet(u"data-dir"_s))
        places.insert(u"CODEX_PLUS_DATA_DIR"_s, parser.value(u"data-dir"_s));
    auto paths = Paths::fromEnvironment(places);
    if (!paths)
        return reportFailure(io, translate("cpx", "cannot look for the audit log"), paths.error());
    const auto found = AuditLog(paths->data).verify();
    if (!found)
        return reportFailure(io, translate("cpx", "cannot read the audit log"), found.error());
    io.out << (parser.isSet(u"json"_s) ? QString::fromUtf8(jsonOf(*found)) : textOf(*found));
    io.out.flush();
    return int(found->isIntact() ? ExitCode::Ok : ExitCode::Failed);
}

} // namespace cpx
