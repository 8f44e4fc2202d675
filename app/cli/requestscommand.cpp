// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/requestscommand.h"

#include "app/cli/commandline.h"
#include "app/cli/requesttext.h"
#include "core/paths.h"
#include "core/translate.h"
#include "proxy/recording/flowstorereader.h"
#include "proxy/recording/hardocument.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int defaultLimit = 20;
constexpr int maximumLimit = 100'000;

/// What the words after the options ask for.
struct Wish
{
    QString action = u"list"_s;
    qint64 id = 0; ///< of show and export
};

Result<Wish> wishOf(const QStringList &words)
{
    Wish wish;
    if (words.isEmpty())
        return wish;
    wish.action = words.constFirst();
    const bool takesId = wish.action == u"show" || wish.action == u"export";
    if (!takesId && wish.action != u"list")
        return Error{Error::Code::Usage, translate("cpx", "\"%1\" is neither list, show nor export").arg(wish.action)};
    if (!takesId && words.size() > 1)
        return Error{Error::Code::Usage, translate("cpx", "unexpected argument \"%1\"").arg(words.at(1))};
    if (!takesId)
        return wish;
    bool isNumber = false;
    wish.id = words.value(1).toLongLong(&isNumber);
    if (!isNumber || wish.id < 1)
        return Error{Error::Code::Usage, translate("cpx", "%1 needs the ID of a request, see codex-plus requests list").arg(wish.action)};
    return wish;
}

int reportNothing(const QCommandLineParser &parser, CommandIo &io)
{
    if (parser.isSet(u"json"_s))
        io.out << "[]\n";
    else
        io.out << translate("cpx", "Nothing recorded yet. Turn it on with: codex-plus serve --set recording=redacted") << '\n';
    io.out.flush();
    return int(ExitCode::Ok);
}

} // namespace

QString RequestsCommand::name() const
{
    return u"requests"_s;
}

QString RequestsCommand::summary() const
{
    return translate("cpx", "Show what was recorded: list, show ID, export ID");
}

int RequestsCommand::run(const QStringList &arguments, CommandIo &io)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(u"action"_s, translate("cpx", "list (the newest; the default), show ID, or export ID (as HAR)."));
    parser.addOptions({
        {u"json"_s, translate("cpx", "Print JSON.")},
        {u"limit"_s, translate("cpx", "List at most this many (default %1).").arg(defaultLimit), u"count"_s, QString::number(defaultLimit)},
        {u"raw"_s, translate("cpx", "Show the bytes as recorded, control characters included.")},
        {u"data-dir"_s, translate("cpx", "Directory of the recorded requests."), u"directory"_s},
    });
    if (const auto exitCode = parseCommandLine(parser, *this, arguments, io, 2))
        return *exitCode;
    auto wish = wishOf(parser.positionalArguments());
    if (!wish)
        return reportUsage(io, name(), wish.error().message);
    bool isNumber = false;
    const int limit = parser.value(u"limit"_s).toInt(&isNumber);
    if (!isNumber || limit < 1 || limit > maximumLimit)
        return reportUsage(io, name(), translate("cpx", "--limit must be a whole number from 1 to %1").arg(maximumLimit));

    QProcessEnvironment places = io.environment;
    if (parser.isSet(u"data-dir"_s))
        places.insert(u"CODEX_PLUS_DATA_DIR"_s, parser.value(u"data-dir"_s));
    auto paths = Paths::fromEnvironment(places);
    if (!paths)
        return reportFailure(io, translate("cpx", "cannot look for recorded requests"), paths.error());
    auto store = FlowStoreReader::open(paths->data);
    if (!store && store.error().code == Error::Code::NotFound && wish->action == u"list")
        return reportNothing(parser, io);
    if (!store)
        return reportFailure(io, translate("cpx", "cannot read the recorded requests"), store.error());
    if (wish->action == u"show")
        return show(**store, wish->id, parser, io);
    if (wish->action == u"export")
        return exportHar(**store, wish->id, io);
    return list(**store, parser, io);
}

int RequestsCommand::list(FlowStoreReader &store, const QCommandLineParser &parser, CommandIo &io) const
{
    auto flows = store.newest(parser.value(u"limit"_s).toInt());
    if (!flows)
        return reportFailure(io, translate("cpx", "cannot read the recorded requests"), flows.error());
    if (flows->isEmpty())
        return reportNothing(parser, io);
    if (parser.isSet(u"json"_s)) {
        QJsonArray rows;
        for (const RecordedFlow &flow : std::as_const(*flows))
            rows.append(requestJson(flow, false));
        io.out << printableJson(QJsonDocument(rows), QJsonDocument::Compact) << '\n';
    } else {
        io.out << requestTable(*flows);
    }
    io.out.flush();
    return int(ExitCode::Ok);
}

int RequestsCommand::show(FlowStoreReader &store, qint64 id, const QCommandLineParser &parser, CommandIo &io) const
{
    auto flow = store.find(id);
    if (!flow)
        return reportFailure(io, translate("cpx", "cannot show the request"), flow.error());
    if (parser.isSet(u"json"_s)) {
        io.out << printableJson(QJsonDocument(requestJson(*flow, true)), QJsonDocument::Compact) << '\n';
    } else if (!parser.isSet(u"raw"_s)) {
        io.out << requestText(*flow);
    } else if (QIODevice *device = io.out.device()) {
        io.out.flush();
        device->write(requestAsRecorded(*flow)); // not through the text stream, which would change what is no text
    } else {
        io.out << QString::fromUtf8(requestAsRecorded(*flow));
    }
    io.out.flush();
    return int(ExitCode::Ok);
}

int RequestsCommand::exportHar(FlowStoreReader &store, qint64 id, CommandIo &io) const
{
    auto flow = store.find(id);
    if (!flow)
        return reportFailure(io, translate("cpx", "cannot export the request"), flow.error());
    io.out << printableJson(QJsonDocument(harDocument(*flow)), QJsonDocument::Indented);
    io.out.flush();
    return int(ExitCode::Ok);
}

} // namespace cpx
