// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/requestscommand.h"

#include "app/cli/changestext.h"
#include "app/cli/commandline.h"
#include "app/cli/prompttext.h"
#include "app/cli/requesttext.h"
#include "app/cli/streamtext.h"
#include "core/paths.h"
#include "core/translate.h"
#include "proxy/recording/flowstorereader.h"
#include "proxy/recording/hardocument.h"
#include "proxy/recording/htmldocument.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>

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

QStringList kindNames()
{
    QStringList names;
    const QList<RequestKind> kinds = requestKinds();
    for (const RequestKind kind : kinds)
        names.append(requestKindName(kind));
    return names;
}

std::optional<RequestKind> kindNamed(const QString &name)
{
    const qsizetype index = kindNames().indexOf(name);
    return index < 0 ? std::nullopt : std::optional(requestKinds().at(index));
}

/// What the parser cannot check by itself.
Result<void> checkOptions(const QCommandLineParser &parser)
{
    if (parser.isSet(u"kind"_s) && !kindNamed(parser.value(u"kind"_s))) {
        return Error{Error::Code::Usage,
                     translate("cpx", "--kind must be one of %1").arg(kindNames().join(u", "_s))};
    }
    if (const QString format = parser.value(u"format"_s); format != u"har" && format != u"jsonl" && format != u"html")
        return Error{Error::Code::Usage, translate("cpx", "--format must be har, jsonl or html")};
    const QStringList views{u"changes"_s, u"prompt"_s, u"stream"_s, u"raw"_s};
    if (std::count_if(views.cbegin(), views.cend(), [&](const QString &view) { return parser.isSet(view); }) > 1)
        return Error{Error::Code::Usage, translate("cpx", "only one of --changes, --prompt, --stream and --raw can be shown at a time")};
    return {};
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
    parser.addPositionalArgument(u"action"_s, translate("cpx", "list (the newest; the default), show ID, or export ID."));
    parser.addOptions({
        {u"json"_s, translate("cpx", "Print JSON.")},
        {u"limit"_s, translate("cpx", "List at most this many (default %1).").arg(defaultLimit), u"count"_s, QString::number(defaultLimit)},
        {u"session"_s, translate("cpx", "List those of a session only; the beginning of its ID is enough."), u"id"_s},
        {u"kind"_s, translate("cpx", "List those of a kind only: %1.").arg(kindNames().join(u", "_s)), u"kind"_s},
        {u"changes"_s, translate("cpx", "Show what was changed in the request, and by whom.")},
        {u"prompt"_s, translate("cpx", "Show what the user newly said.")},
        {u"stream"_s, translate("cpx", "Show when the events of the answer came.")},
        {u"raw"_s, translate("cpx", "Show the bytes as recorded, control characters included.")},
        {u"format"_s, translate("cpx", "Export as har (the default), jsonl, or html (one page for people)."), u"format"_s, u"har"_s},
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
    if (auto checked = checkOptions(parser); !checked)
        return reportUsage(io, name(), checked.error().message);

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
        return exportOne(**store, wish->id, parser, io);
    return list(**store, parser, io);
}

int RequestsCommand::list(FlowStoreReader &store, const QCommandLineParser &parser, CommandIo &io) const
{
    const FlowSelection selection{parser.value(u"session"_s), kindNamed(parser.value(u"kind"_s))};
    auto flows = store.newest(parser.value(u"limit"_s).toInt(), selection);
    if (!flows)
        return reportFailure(io, translate("cpx", "cannot read the recorded requests"), flows.error());
    const bool isSelection = selection.kind || !selection.session.isEmpty();
    if (flows->isEmpty() && !isSelection)
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
    const bool isJson = parser.isSet(u"json"_s);
    const auto json = [&io](const QJsonDocument &document) { io.out << printableJson(document, QJsonDocument::Compact) << '\n'; };
    if (parser.isSet(u"changes"_s)) {
        isJson ? json(QJsonDocument(changesJson(*flow))) : void(io.out << changesText(*flow));
    } else if (parser.isSet(u"prompt"_s)) {
        isJson ? json(QJsonDocument(promptJson(*flow))) : void(io.out << promptText(*flow));
    } else if (parser.isSet(u"stream"_s)) {
        isJson ? json(QJsonDocument(streamJson(*flow))) : void(io.out << streamText(*flow));
    } else if (isJson) {
        json(QJsonDocument(requestJson(*flow, true)));
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

int RequestsCommand::exportOne(FlowStoreReader &store, qint64 id, const QCommandLineParser &parser, CommandIo &io) const
{
    auto flow = store.find(id);
    if (!flow)
        return reportFailure(io, translate("cpx", "cannot export the request"), flow.error());
    const QString format = parser.value(u"format"_s);
    if (format == u"html")
        io.out << QString::fromUtf8(htmlDocument(*flow));
    else if (format == u"jsonl")
        io.out << printableJson(QJsonDocument(requestJson(*flow, true)), QJsonDocument::Compact) << '\n';
    else
        io.out << printableJson(QJsonDocument(harDocument(*flow)), QJsonDocument::Indented);
    io.out.flush();
    return int(ExitCode::Ok);
}

} // namespace cpx
