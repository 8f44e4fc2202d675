// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/codexhooks/bridgeinstaller.h"

#include "core/textfile.h"
#include "core/translate.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 maximumSize = 1024 * 1024; ///< bytes, of a file of Codex's

QString feature()
{
    return u"hooks"_s;
}

QByteArray sha256(const QByteArray &text)
{
    return QCryptographicHash::hash(text, QCryptographicHash::Sha256);
}

Result<std::optional<QByteArray>> readIfThere(const QString &path)
{
    auto text = readTextFile(path, maximumSize);
    if (text)
        return std::optional(*text);
    if (text.error().code == Error::Code::NotFound)
        return std::optional<QByteArray>();
    return text.error();
}

bool isControl(QChar c)
{
    return c.category() == QChar::Other_Control;
}

} // namespace

/// What there is now.
struct BridgeInstaller::State
{
    std::optional<QByteArray> text;
    std::optional<EditJournalEntry> entry;
};

BridgeInstaller::BridgeInstaller(const QString &codexHome, const QString &dataDirectory)
    : m_home(codexHome)
    , m_file(codexHome + u"/hooks.json"_s)
    , m_dataDirectory(dataDirectory)
    , m_journal(dataDirectory)
{
}

QString BridgeInstaller::codexHome(const QProcessEnvironment &environment)
{
    if (const QString home = environment.value(u"CODEX_HOME"_s); !home.isEmpty())
        return QDir::cleanPath(QDir::current().absoluteFilePath(home));
    const QString home = environment.value(u"HOME"_s);
    return home.isEmpty() ? QString() : QDir::cleanPath(home) + u"/.codex"_s;
}

Result<BridgePresence> BridgeInstaller::presence() const
{
    const auto text = readIfThere(m_file);
    if (!text)
        return text.error();
    if (!*text)
        return BridgePresence();
    auto file = CodexHooksFile::parse(**text, m_file);
    if (!file)
        return file.error();
    return file->bridge();
}

bool BridgeInstaller::hasHooksInConfig() const
{
    const auto text = readIfThere(m_home + u"/config.toml"_s);
    if (!text || !*text)
        return false;
    const QByteArrayList lines = (*text)->split('\n');
    return std::any_of(lines.begin(), lines.end(), [](const QByteArray &line) {
        const QByteArray table = line.simplified().replace(' ', "");
        const bool isHooks = table.startsWith("[hooks]") || table.startsWith("[hooks.") || table.startsWith("[[hooks.");
        return isHooks && !table.startsWith("[hooks.state"); // what the user trusts, written by Codex
    });
}

Result<BridgeInstaller::State> BridgeInstaller::state() const
{
    if (!QFileInfo(m_home).isDir())
        return Error{Error::Code::NotFound, translate("cpx", "%1 does not exist; start codex once, or set CODEX_HOME").arg(m_home)};
    auto text = readIfThere(m_file);
    if (!text)
        return text.error();
    auto entry = m_journal.find(feature(), m_file);
    if (!entry)
        return entry.error();
    return State{*text, *entry};
}

/// Nothing: there would be no file.
Result<std::optional<QByteArray>> BridgeInstaller::withoutBridge(const State &state) const
{
    if (!state.text)
        return std::optional<QByteArray>();
    if (state.entry && sha256(*state.text) == state.entry->sha256After) {
        if (state.entry->hasCreatedFile)
            return std::optional<QByteArray>();
        const auto before = withoutSplices(*state.text, state.entry->insertions);
        if (before && sha256(*before) == state.entry->sha256Before)
            return before;
    }
    // Somebody has changed the file since, or we know nothing of it: only the hooks go.
    const auto file = CodexHooksFile::parse(*state.text, m_file);
    if (!file)
        return file.error();
    const QByteArray rest = file->withoutBridge(state.entry ? state.entry->made : QStringList()).text;
    if (state.entry && state.entry->hasCreatedFile && CodexHooksFile::parse(rest, m_file)->isEmpty())
        return std::optional<QByteArray>();
    return std::optional(rest);
}

Result<BridgeChange> BridgeInstaller::planInstall(const QString &program) const
{
    if (!QDir::isAbsolutePath(program) || std::any_of(program.begin(), program.end(), isControl))
        return Error{Error::Code::Invalid, translate("cpx", "the path of codex-plus is not one that can be written down; install it elsewhere")};
    const auto now = state();
    if (!now)
        return now.error();
    const QString command = bridgeCommand(program);
    if (now->text) {
        const auto file = CodexHooksFile::parse(*now->text, m_file);
        if (!file)
            return file.error();
        if (const BridgePresence presence = file->bridge(); presence.isComplete && presence.commands.first() == command)
            return BridgeChange{m_file, now->text, now->text, now->entry};
    }
    const auto base = withoutBridge(*now);
    if (!base)
        return base.error();
    const auto file = CodexHooksFile::parse(base->value_or("{}\n"), m_file);
    if (!file)
        return file.error();
    const CodexHooksFile::Edit edit = file->withBridge(command);
    const EditJournalEntry entry{feature(), m_file, !*base, *base ? sha256(**base) : QByteArray(), sha256(edit.text),
                                 edit.splices, edit.made, QDateTime::currentDateTimeUtc()};
    return BridgeChange{m_file, now->text, edit.text, entry};
}

Result<BridgeChange> BridgeInstaller::planUninstall() const
{
    const auto now = state();
    if (!now)
        return now.error();
    const auto after = withoutBridge(*now);
    if (!after)
        return after.error();
    return BridgeChange{m_file, now->text, *after, {}};
}

Result<void> BridgeInstaller::apply(const BridgeChange &change) const
{
    const auto now = readIfThere(m_file);
    if (!now)
        return now.error();
    if (*now != change.before)
        return Error{Error::Code::Invalid, translate("cpx", "%1 has just been changed by another program; try again").arg(m_file)};
    // The journal first: an entry for what did not happen does no harm, the other way round something could stay for good.
    if (change.entry) {
        if (auto noted = m_journal.put(*change.entry); !noted)
            return noted;
    }
    if (!change.isNone()) {
        if (change.after) {
            if (auto written = writeTextFile(m_file, *change.after); !written)
                return written;
        } else if (!QFile::remove(m_file)) {
            return Error{Error::Code::Io, translate("cpx", "%1 cannot be removed; check the permissions of its directory").arg(m_file)};
        }
    }
    return change.entry ? Result<void>() : m_journal.remove(feature(), m_file);
}

} // namespace cpx
