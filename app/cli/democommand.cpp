// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/democommand.h"

#include "core/translate.h"
#include "app/cli/commandline.h"
#include "app/cli/enginerun.h"
#include "proxy/demo/demohost.h"
#include "proxy/demo/sampletraffic.h"

#include <QEventLoop>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int defaultSampleCount = 6;
constexpr int maximumSampleCount = 100'000;

Result<QUrl> startDemo(DemoHost &demo)
{
    QEventLoop loop;
    Result<QUrl> started = Error{};
    demo.start().then(&loop, [&](const Result<QUrl> &result) {
        started = result;
        loop.quit();
    });
    loop.exec();
    return started;
}

} // namespace

QString DemoCommand::name() const
{
    return u"demo"_s;
}

QString DemoCommand::summary() const
{
    return translate("cpx", "Run the proxy against a built-in model: no account needed");
}

int DemoCommand::run(const QStringList &arguments, CommandIo &io)
{
    QCommandLineParser parser;
    RunOptions::addTo(parser);
    parser.addOption({u"traffic"_s,
                      translate("cpx", "Send this many sample requests through the proxy; 0: none (default %1).").arg(defaultSampleCount),
                      u"count"_s, QString::number(defaultSampleCount)});
    if (const auto exitCode = parseCommandLine(parser, *this, arguments, io))
        return *exitCode;
    bool isNumber = false;
    const int sampleCount = parser.value(u"traffic"_s).toInt(&isNumber);
    if (!isNumber || sampleCount < 0 || sampleCount > maximumSampleCount) {
        return reportUsage(io, name(),
                           translate("cpx", "--traffic must be a whole number from 0 to %1").arg(maximumSampleCount));
    }
    if (parser.isSet(u"upstream"_s))
        return reportUsage(io, name(), translate("cpx", "--upstream cannot be given: the demo has its own model"));
    auto options = RunOptions::resolve(parser, io.environment);
    if (!options)
        return reportStartFailure(io, *this, translate("cpx", "cannot start the demo"), options.error());

    DemoHost demo;
    auto model = startDemo(demo);
    if (!model)
        return reportFailure(io, translate("cpx", "cannot start the demo model"), model.error());
    options->config.upstream = *model;
    options->config.clientToken.clear(); // there is nothing to guard, and the samples do not know it
    options->config.isWatched = false;

    SampleTraffic traffic;
    return runEngine(*options, io, [&](const EngineStatus &status) {
        const QString base = endpointUrl(status) + u"/v1"_s;
        io.out << '\n'
               << translate("cpx", "This is a demo: a built-in model answers, nothing leaves this computer.") << '\n'
               << translate("cpx", "In another terminal, let Codex talk to it:") << "\n\n"
               << u"  CODEX_API_KEY=demo codex exec --skip-git-repo-check -c openai_base_url='\"%1\"' \"say hi\"\n\n"_s.arg(base)
               << translate("cpx", "How it fares: codex-plus status. Ctrl-C ends the demo.") << '\n';
        io.out.flush();
        if (sampleCount > 0)
            traffic.start(QUrl(base), sampleCount);
    });
}

} // namespace cpx
