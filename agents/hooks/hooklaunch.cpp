// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hooklaunch.h"

#include "agents/hooks/commandfiles.h"
#include "agents/hooks/commandparts.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 maximumOutput = 512 * 1024; ///< of each stream: both together a MiB (SECURITY: TRU-8)

class Launch
{
public:
    Launch(const HookDefinition &hook, const HookContext &context, const HookSurroundings &surroundings)
        : m_hook(hook)
        , m_context(context)
        , m_surroundings(surroundings)
    {
    }

    ChildCommand command(const QByteArray &input)
    {
        setEnvironment();
        m_child.workingDirectory = QFileInfo(m_context.workingDirectory).isDir() ? m_context.workingDirectory : m_surroundings.projectRoot;
        m_child.input = input;
        m_child.timeout = m_hook.timeout();
        m_child.maximumOutput = maximumOutput;
        if (m_hook.arguments)
            setWithoutShell();
        else
            setWithShell();
        return std::move(m_child);
    }

private:
    void setEnvironment()
    {
        m_child.environment = m_surroundings.environment;
        for (auto it = m_surroundings.userVariables.begin(); it != m_surroundings.userVariables.end(); ++it)
            m_child.environment.insert(it.key(), it.value());
        m_child.environment.insert(u"CLAUDE_PROJECT_DIR"_s, m_surroundings.projectRoot);
        m_child.environment.insert(u"CLAUDE_CODE_SESSION_ID"_s, m_context.sessionId);
        m_child.environment.insert(u"CODEX_PLUS_SESSION_ID"_s, m_context.sessionId);
        m_child.environment.insert(u"CODEX_PLUS_EVENT"_s, m_hook.eventName);
        // "." in it would mean whatever a project calls its programs.
        QStringList directories = m_child.environment.value(u"PATH"_s).split(u':', Qt::SkipEmptyParts);
        directories.removeIf([](const QString &directory) { return !QDir::isAbsolutePath(directory); });
        m_child.environment.insert(u"PATH"_s, directories.isEmpty() ? u"/usr/bin:/bin"_s : directories.join(u':'));
    }

    void setWithoutShell()
    {
        QStringList words{withProjectDirectory(m_hook.command, m_surroundings.projectRoot)};
        for (const QString &argument : *m_hook.arguments)
            words += withProjectDirectory(argument, m_surroundings.projectRoot);
        resolve(words);
        if (words.constFirst().contains(u'/'))
            words.first() = QDir::cleanPath(QDir(m_child.workingDirectory).absoluteFilePath(words.constFirst()));
        m_child.program = words.takeFirst();
        m_child.arguments = words;
    }

    void setWithShell()
    {
        m_child.program = u"/bin/sh"_s;
        m_child.arguments = {u"-c"_s, m_hook.command};
        const QString mark(QChar(0xe000)); // stands for the directory, whatever characters are in its name
        const QString marked = withProjectDirectory(m_hook.command, mark);
        auto words = plainCommandWords(marked);
        if (!words)
            return;
        for (QString &word : *words)
            word.replace(mark, m_surroundings.projectRoot);
        if (resolve(*words) || marked != m_hook.command)
            m_child.arguments = QStringList{u"-c"_s, u"\"$@\""_s, u"sh"_s} + *words; // words stay words
    }

    /// Replaces the first word when a shell would not find or run what is meant.
    bool resolve(QStringList &words) const
    {
        const QString original = words.constFirst();
        QString path = original;
        if (!path.contains(u'/')) {
            if (!QStandardPaths::findExecutable(path, programDirectories()).isEmpty())
                return false;
            path = inHookDirectories(path);
            if (path.isEmpty())
                return false;
        }
        const QFileInfo info(QDir(m_child.workingDirectory), path);
        if (info.isFile() && !info.isExecutable() && (path.endsWith(u".py") || path.endsWith(u".sh"))) {
            words.first() = path;
            words.prepend(path.endsWith(u".py") ? u"python3"_s : u"/bin/sh"_s);
            return true;
        }
        words.first() = path;
        return path != original;
    }

    QString inHookDirectories(const QString &name) const
    {
        if (name.isEmpty())
            return {};
        for (const QString &directory : hookDirectories(isUserLevel(m_hook.scope) ? m_surroundings.homeDirectory : m_surroundings.projectRoot)) {
            const QString path = directory + u'/' + name;
            if (QFileInfo(path).isFile())
                return path;
        }
        return {};
    }

    QStringList programDirectories() const { return m_child.environment.value(u"PATH"_s).split(u':'); }

    const HookDefinition &m_hook;
    const HookContext &m_context;
    const HookSurroundings &m_surroundings;
    ChildCommand m_child;
};

} // namespace

ChildCommand hookChild(const HookDefinition &hook, const HookContext &context, const HookSurroundings &surroundings,
                       const QByteArray &input)
{
    return Launch(hook, context, surroundings).command(input);
}

} // namespace cpx
