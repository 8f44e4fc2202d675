// SPDX-License-Identifier: GPL-3.0-or-later
#include "codexrun.h"

#include "codexhome.h"
#include "codexprogram.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace cpx::e2e {

CodexRun::Launcher CodexRun::Launcher::codexItself(const CodexHome &home)
{
    return {codexProgram(), {}, home.environment()};
}

CodexRun::CodexRun(const CodexHome &home, const QString &prompt, const QStringList &arguments)
    : CodexRun(home, prompt, arguments, Launcher::codexItself(home))
{ }

CodexRun::CodexRun(const CodexHome &home, const QString &prompt, const QStringList &arguments,
                   const Launcher &launcher)
{
    QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process,
                     [this] { m_standardOutput += m_process.readAllStandardOutput(); });
    QObject::connect(&m_process, &QProcess::readyReadStandardError, &m_process,
                     [this] { m_standardError += m_process.readAllStandardError(); });
    m_process.setProcessEnvironment(launcher.environment);
    m_process.setStandardInputFile(QProcess::nullDevice()); // an open one makes Codex wait for more prompt
    m_process.setProgram(launcher.program);
    m_process.setArguments(launcher.arguments
                           + QStringList{u"exec"_s, u"--json"_s, u"--ephemeral"_s, u"--skip-git-repo-check"_s,
                                         u"-C"_s, home.project()}
                           + arguments + QStringList{u"--"_s, prompt});
    m_process.start();
}

CodexRun::~CodexRun()
{
    m_process.disconnect();
    if (!isFinished()) {
        m_process.kill();
        m_process.waitForFinished(5000);
    }
}

QString CodexRun::message() const
{
    const QList<QJsonObject> messages = items(u"agent_message"_s);
    return messages.isEmpty() ? QString() : messages.last().value("text"_L1).toString();
}

QStringList CodexRun::errors() const
{
    QStringList result;
    const QList<QJsonObject> all = events();
    for (const QJsonObject &event : all) {
        if (event.value("type"_L1).toString() == "error"_L1)
            result += event.value("message"_L1).toString();
    }
    return result;
}

QList<QJsonObject> CodexRun::items(const QString &type) const
{
    QList<QJsonObject> result;
    const QList<QJsonObject> all = events();
    for (const QJsonObject &event : all) {
        const QJsonObject item = event.value("item"_L1).toObject();
        if (event.value("type"_L1).toString() == "item.completed"_L1
            && item.value("type"_L1).toString() == type)
            result += item;
    }
    return result;
}

QList<QJsonObject> CodexRun::events() const
{
    QList<QJsonObject> result;
    const QList<QByteArray> lines = m_standardOutput.split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith('{'))
            result += QJsonDocument::fromJson(line).object();
    }
    return result;
}

} // namespace cpx::e2e
