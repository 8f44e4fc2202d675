// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bridgeengines.h"

#include "agents/codexhooks/bridgeinstaller.h"
#include "core/textfile.h"

#include <QFileInfo>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 maximumConfig = 1024 * 1024; ///< bytes

/// The port of "http://127.0.0.1:10000/v1" anywhere in a line; 0: none on this computer.
quint16 loopbackPort(const QByteArray &line)
{
    for (const QByteArrayView prefix : {QByteArrayView("://127.0.0.1:"), QByteArrayView("://localhost:"), QByteArrayView("://[::1]:")}) {
        const qsizetype at = line.indexOf(prefix);
        if (at < 0)
            continue;
        qsizetype end = at + prefix.size();
        while (end < line.size() && line[end] >= '0' && line[end] <= '9')
            ++end;
        return line.sliced(at + prefix.size(), end - at - prefix.size()).toUShort();
    }
    return 0;
}

/// The ports of base URLs: openai_base_url first, then those of providers.
QList<quint16> configuredPorts(const QByteArray &config)
{
    QList<quint16> first;
    QList<quint16> others;
    const QByteArrayList lines = config.split('\n');
    for (const QByteArray &line : lines) {
        const QByteArray key = line.first(qMax<qsizetype>(0, line.indexOf('='))).trimmed();
        if (key == "openai_base_url")
            first += loopbackPort(line);
        else if (key == "base_url")
            others += loopbackPort(line);
    }
    return first + others;
}

} // namespace

QList<InstanceFile::Entry> enginesInOrder(QList<InstanceFile::Entry> engines, const QByteArray &codexConfig, const QString &portVariable)
{
    const QList<quint16> wanted = configuredPorts(codexConfig) + QList<quint16>{portVariable.toUShort()};
    const auto rank = [&wanted](const InstanceFile::Entry &engine) {
        const qsizetype at = wanted.indexOf(engine.port);
        return at < 0 ? wanted.size() : at;
    };
    std::stable_sort(engines.begin(), engines.end(), [&rank](const auto &a, const auto &b) { return rank(a) < rank(b); });
    return engines;
}

QList<InstanceFile::Entry> enginesForBridge(const QString &runtimeDirectory, const QProcessEnvironment &environment)
{
    QList<InstanceFile::Entry> engines = InstanceFile::list(runtimeDirectory);
    engines.removeIf([](const InstanceFile::Entry &engine) { return !QFileInfo::exists(u"/proc/%1"_s.arg(engine.pid)); });
    if (engines.size() < 2)
        return engines;
    const auto config = readTextFile(BridgeInstaller::codexHome(environment) + u"/config.toml"_s, maximumConfig);
    return enginesInOrder(engines, config ? *config : QByteArray(), environment.value(u"CODEX_PLUS_PORT"_s));
}

} // namespace cpx
