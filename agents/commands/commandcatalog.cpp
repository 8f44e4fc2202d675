// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commandcatalog.h"

#include "agents/projectroot.h"
#include "core/confinedfile.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 maximumFileSize = 256 * 1024;
constexpr qsizetype maximumKept = 16; // working directories
constexpr int maximumParents = 64;

const QString codexPlusFolder = u"/.codexplus/commands"_s;
const QString claudeFolder = u"/.claude/commands"_s;

/// The working directory and its parents up to the project's root. All canonical.
QStringList directoriesUpTo(const QString &root, const QString &workingDirectory)
{
    QStringList directories;
    QDir directory(workingDirectory);
    for (int i = 0; i < maximumParents; ++i) {
        directories += directory.path();
        if (directory.path() == root || !directory.cdUp())
            break;
    }
    return directories;
}

bool byName(const CommandFile &a, const CommandFile &b)
{
    return a.name < b.name;
}

} // namespace

struct CommandCatalog::Kept
{
    QString workingDirectory{};
    QString projectRoot{};
    QList<DirectoryStamp> stamps{};
    std::shared_ptr<const CommandListing> listing{};

    bool isCurrent() const
    {
        return cpx::projectRoot(workingDirectory) == projectRoot
            && std::all_of(stamps.begin(), stamps.end(), [](const DirectoryStamp &stamp) { return stamp.isCurrent(); });
    }
};

const CommandFile *CommandListing::find(QStringView name) const
{
    const auto found = std::lower_bound(commands.begin(), commands.end(), name,
                                        [](const CommandFile &file, QStringView wanted) { return file.name < wanted; });
    return found != commands.end() && found->name == name ? &*found : nullptr;
}

CommandCatalog::CommandCatalog(const QString &home)
    : m_home(home.isEmpty() ? QString() : QFileInfo(home).canonicalFilePath())
{
}

CommandCatalog::~CommandCatalog() = default;

std::shared_ptr<const CommandListing> CommandCatalog::commands(const QString &workingDirectory)
{
    for (qsizetype i = 0; i < m_kept.size(); ++i) {
        if (m_kept.at(i)->workingDirectory != workingDirectory)
            continue;
        m_kept.move(i, 0);
        if (m_kept.constFirst()->isCurrent())
            return m_kept.constFirst()->listing;
        m_kept.removeFirst();
        break;
    }
    auto kept = std::make_shared<Kept>();
    kept->workingDirectory = workingDirectory;
    kept->listing = find(workingDirectory, *kept);
    m_kept.prepend(kept);
    if (m_kept.size() > maximumKept)
        m_kept.removeLast();
    return kept->listing;
}

std::shared_ptr<const CommandListing> CommandCatalog::find(const QString &workingDirectory, Kept &kept) const
{
    auto listing = std::make_shared<CommandListing>();
    kept.projectRoot = projectRoot(workingDirectory);
    listing->projectRoot = kept.projectRoot;
    const QStringList directories = listing->projectRoot.isEmpty()
        ? QStringList()
        : directoriesUpTo(listing->projectRoot, QFileInfo(workingDirectory).canonicalFilePath());

    QSet<QString> taken;
    const auto add = [&](const QString &path, const QString &root, CommandSource source) {
        CommandDirectory found = CommandDirectory::at(path, root, source);
        kept.stamps += found.stamps;
        listing->problems += found.problems;
        for (CommandFile &file : found.files) {
            QList<CommandFile> &list = taken.contains(file.name) ? listing->shadowed : listing->commands;
            taken.insert(file.name);
            list += std::move(file);
        }
    };
    const auto addAll = [&](const QString &folder, CommandSource ofProject, CommandSource ofUser) {
        for (const QString &directory : directories) {
            if (directory != m_home) // then it is the user's, not a project's
                add(directory + folder, listing->projectRoot, ofProject);
        }
        if (!m_home.isEmpty())
            add(m_home + folder, m_home, ofUser);
    };
    addAll(codexPlusFolder, CommandSource::ProjectCodexPlus, CommandSource::UserCodexPlus);
    addAll(claudeFolder, CommandSource::ProjectClaude, CommandSource::UserClaude);
    std::sort(listing->commands.begin(), listing->commands.end(), byName);
    std::stable_sort(listing->shadowed.begin(), listing->shadowed.end(), byName);
    return listing;
}

Result<CommandDefinition> CommandCatalog::read(const CommandFile &file)
{
    auto content = readConfinedFile(file.root, file.path, maximumFileSize);
    if (!content)
        return content.error();
    return CommandDefinition::of(file, *content);
}

} // namespace cpx
