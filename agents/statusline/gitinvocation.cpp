// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/statusline/gitinvocation.h"

#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QSet>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 maximumOutput = 1024 * 1024;
constexpr qsizetype maximumDrivers = 64;

bool isInside(const QString &path, const QString &root)
{
    const QString canonical = QFileInfo(path).canonicalFilePath();
    return canonical == root || canonical.startsWith(root.endsWith(u'/') ? root : root + u'/');
}

/// The directories of PATH that a project cannot fill.
QStringList trustedPath(const QString &path, const QString &root)
{
    QStringList directories;
    for (const QString &directory : path.split(u':', Qt::SkipEmptyParts)) {
        if (QDir::isAbsolutePath(directory) && !isInside(directory, root))
            directories += directory;
    }
    return directories;
}

/// What `git config --show-scope -z` prints: scope and "key\nvalue" in turn.
struct ConfiguredValue
{
    QString scope{};
    QString key{};
    QString value{};
};

std::optional<QList<ConfiguredValue>> configuredValues(QByteArrayView output)
{
    // A name that is no UTF-8 could not be written back, and so not be overridden.
    const QByteArray bytes = output.toByteArray();
    if (QString::fromUtf8(bytes).toUtf8() != bytes)
        return {};
    const QList<QByteArray> fields = bytes.split('\0');
    if (fields.size() % 2 != 1 || !fields.constLast().isEmpty())
        return {}; // cut off
    QList<ConfiguredValue> values;
    for (qsizetype i = 0; i + 1 < fields.size(); i += 2) {
        const QString item = QString::fromUtf8(fields[i + 1]);
        const qsizetype newline = item.indexOf(u'\n');
        values.append({QString::fromUtf8(fields[i]), newline < 0 ? item : item.first(newline),
                       newline < 0 ? QString() : item.sliced(newline + 1)});
    }
    return values;
}

/// "NAME" of "filter.NAME.clean"; the name may hold dots itself.
QString driverOf(const QString &key)
{
    const qsizetype first = key.indexOf(u'.');
    const qsizetype last = key.lastIndexOf(u'.');
    return first == last ? QString() : key.sliced(first + 1, last - first - 1);
}

} // namespace

std::optional<GitInvocation> GitInvocation::find(const QString &root, const QProcessEnvironment &environment)
{
    const QStringList directories = trustedPath(environment.value(u"PATH"_s), root);
    GitInvocation invocation;
    for (const QString &directory : directories) {
        const QString program = QStandardPaths::findExecutable(u"git"_s, {directory});
        if (!program.isEmpty() && !isInside(program, root)) {
            invocation.m_program = program;
            break;
        }
    }
    if (invocation.m_program.isEmpty())
        return {};
    invocation.m_root = root;
    invocation.m_configuration = {{u"core.fsmonitor"_s, u"false"_s},
                                  {u"core.hooksPath"_s, u"/dev/null"_s},
                                  {u"safe.bareRepository"_s, u"explicit"_s}};
    QProcessEnvironment &own = invocation.m_environment;
    own = environment;
    for (const QString &name : environment.keys()) {
        if (name.startsWith("GIT_"_L1))
            own.remove(name);
    }
    own.insert(u"PATH"_s, directories.join(u':'));
    own.insert(u"GIT_OPTIONAL_LOCKS"_s, u"0"_s);
    own.insert(u"GIT_NO_LAZY_FETCH"_s, u"1"_s);
    own.insert(u"GIT_ALLOW_PROTOCOL"_s, u""_s);
    own.insert(u"GIT_TERMINAL_PROMPT"_s, u"0"_s);
    own.insert(u"GIT_CEILING_DIRECTORIES"_s, QFileInfo(root).path());
    return invocation;
}

ChildCommand GitInvocation::filterQuery() const
{
    return command(
        {u"config"_s, u"--show-scope"_s, u"-z"_s, u"--get-regexp"_s, u"^(filter\\.|core\\.fsmonitor$)"_s});
}

bool GitInvocation::disarm(QByteArrayView filters)
{
    const auto values = configuredValues(filters);
    if (!values)
        return false;
    bool isHeeded = false;
    QSet<QString> foreign; // drivers that the repository has a say in
    QHash<QString, QString> own; // by key: what the user or the system says
    for (const ConfiguredValue &each : *values) {
        if (each.scope == "command"_L1) {
            isHeeded = isHeeded || (each.key == "core.fsmonitor"_L1 && each.value == "false"_L1);
        } else if (!each.key.startsWith("filter."_L1)) {
            continue;
        } else if (each.scope == "system"_L1 || each.scope == "global"_L1) {
            own.insert(each.key, each.value);
        } else if (const QString driver = driverOf(each.key); !driver.isEmpty()) {
            foreign.insert(driver);
        }
    }
    if (!isHeeded || foreign.size() > maximumDrivers)
        return false;
    for (const QString &driver : std::as_const(foreign)) {
        for (const auto &[variable, none] :
             {std::pair("clean"_L1, ""_L1), std::pair("smudge"_L1, ""_L1), std::pair("process"_L1, ""_L1),
              std::pair("required"_L1, "false"_L1)}) {
            const QString key = u"filter.%1.%2"_s.arg(driver, variable);
            m_configuration.append({key, own.value(key, none)});
        }
    }
    return true;
}

ChildCommand GitInvocation::statusQuery() const
{
    return command({u"--no-pager"_s, u"status"_s, u"--porcelain=v2"_s, u"--branch"_s, u"--ahead-behind"_s,
                    u"-z"_s, u"--untracked-files=no"_s, u"--ignore-submodules=dirty"_s});
}

/// Overrides go through the environment: `-c` cannot name a filter that has "=" in its name.
ChildCommand GitInvocation::command(const QStringList &arguments) const
{
    ChildCommand command;
    command.program = m_program;
    command.arguments = arguments;
    command.workingDirectory = m_root;
    command.environment = m_environment;
    command.environment.insert(u"GIT_CONFIG_COUNT"_s, QString::number(m_configuration.size()));
    for (qsizetype i = 0; i < m_configuration.size(); ++i) {
        command.environment.insert(u"GIT_CONFIG_KEY_%1"_s.arg(i), m_configuration[i].first);
        command.environment.insert(u"GIT_CONFIG_VALUE_%1"_s.arg(i), m_configuration[i].second);
    }
    command.maximumOutput = maximumOutput;
    return command;
}

} // namespace cpx
