// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

namespace cpx::e2e {

class CodexHome;

/// One `codex exec --json PROMPT`, started by the constructor and killed by the destructor.
class CodexRun
{
public:
    /// What starts Codex: itself, or a program that passes its arguments on.
    struct Launcher
    {
        QString program{};
        QStringList arguments{}; ///< in front of those for Codex
        QProcessEnvironment environment{};

        static Launcher codexItself(const CodexHome &home);
    };

    /// `arguments` are further ones of `codex exec`.
    CodexRun(const CodexHome &home, const QString &prompt, const QStringList &arguments = {});
    CodexRun(const CodexHome &home, const QString &prompt, const QStringList &arguments,
             const Launcher &launcher);
    ~CodexRun();

    bool isFinished() const { return m_process.state() == QProcess::NotRunning; }
    int exitCode() const { return m_process.exitCode(); }
    void terminate() { m_process.terminate(); }

    /// The text of the last agent message.
    QString message() const;
    /// The `message` of every error event, in order.
    QStringList errors() const;
    /// The items of that type which were completed.
    QList<QJsonObject> items(const QString &type) const;
    /// All that was printed, for messages of failed checks and for what must not be in it.
    QByteArray printed() const { return m_standardOutput + m_standardError; }

private:
    QList<QJsonObject> events() const;

    QByteArray m_standardOutput;
    QByteArray m_standardError;
    QProcess m_process; ///< last: its end still reports output
};

} // namespace cpx::e2e
