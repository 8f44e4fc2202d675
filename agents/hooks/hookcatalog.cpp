// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookcatalog.h"

#include "agents/hooks/commandfiles.h"
#include "agents/projectroot.h"
#include "core/translate.h"

#include <QCryptographicHash>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype mostCached = 256; ///< files; then the cache begins anew
constexpr qsizetype longestCommands = 64 * 1024; ///< characters of all of a project's file together: looking for the files takes time

struct Place
{
    SettingsScope scope;
    const char *path; ///< below the project's or the user's directory
};

constexpr Place places[] = {
    {SettingsScope::CodexPlusProject, "/.codexplus/settings.json"},
    {SettingsScope::ClaudeLocal, "/.claude/settings.local.json"},
    {SettingsScope::ClaudeProject, "/.claude/settings.json"},
    {SettingsScope::CodexPlusUser, "/.codexplus/settings.json"},
    {SettingsScope::ClaudeUser, "/.claude/settings.json"},
};

/// Two seconds after the last change, the coarsest clock of a file system, a second one must show in the stamp: what is
/// read from then on may be kept for as long as the stamp stays the same.
bool isSettled(const FileStamp &stamp)
{
    const auto sinceEpoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(sinceEpoch).count() - stamp.changedNs > 2'000'000'000;
}

QString canonical(const QString &path)
{
    const QString result = QFileInfo(path).canonicalFilePath();
    return result.isEmpty() ? path : result;
}

void addNotice(SettingsInForce &inForce, const QString &workingDirectory)
{
    QStringList files;
    QCryptographicHash key(QCryptographicHash::Sha256);
    for (const SettingsSource &source : std::as_const(inForce.sources)) {
        if (source.isInForce() || !source.document.isUsable() || !source.hasCommands())
            continue;
        files += source.document.path;
        for (const TrustSubject &subject : source.subjects) {
            key.addData(subject.path.toUtf8());
            key.addData(subject.sha256);
        }
    }
    if (files.isEmpty())
        return;
    inForce.noticeKey = key.result();
    inForce.notice = translate("cpx", "%1 is not trusted and ignored; look at it with: codex-plus hooks trust %2")
                         .arg(files.join(u", "_s), shellQuoted(workingDirectory));
}

} // namespace

QList<HookDefinition> SettingsInForce::hooks() const
{
    QList<HookDefinition> all;
    for (const SettingsSource &source : sources) {
        if (!areHooksDisabled && source.isInForce())
            all += source.document.hooks;
    }
    return all;
}

const SettingsSource *SettingsInForce::statusLineSource() const
{
    for (const SettingsSource &source : sources) {
        if (!areHooksDisabled && source.isInForce() && !source.document.statusLine.isEmpty())
            return &source;
    }
    return nullptr;
}

QMap<QString, QString> SettingsInForce::userVariables() const
{
    QMap<QString, QString> variables;
    for (const SettingsSource &source : sources) {
        if (source.trust == SettingsSource::Trust::User && source.isInForce()) {
            QMap<QString, QString> weaker = source.document.environment;
            weaker.insert(variables); // the stronger file comes first, and wins
            variables = weaker;
        }
    }
    return variables;
}

HookCatalog::HookCatalog(const QString &homeDirectory, const TrustStore *store)
    : m_home(homeDirectory.isEmpty() ? QString() : canonical(homeDirectory))
    , m_store(store)
{
}

SettingsInForce HookCatalog::forDirectory(const QString &workingDirectory)
{
    SettingsInForce inForce;
    inForce.projectRoot = projectRoot(workingDirectory);
    std::optional<bool> areDisabled;
    for (const Place &place : places) {
        const bool isUsers = isUserLevel(place.scope);
        const QString &base = isUsers ? m_home : inForce.projectRoot;
        if (base.isEmpty() || (!isUsers && base == m_home && place.scope != SettingsScope::ClaudeLocal))
            continue; // at home the user's files are read as the user's
        auto found = document(base + QLatin1StringView(place.path), place.scope, base);
        if (!found)
            continue;
        SettingsSource source;
        source.document = std::move(*found);
        if (!isUsers)
            judge(source, inForce.projectRoot, canonical(workingDirectory));
        if (source.isInForce() && !areDisabled)
            areDisabled = source.document.disableAllHooks;
        inForce.sources += source;
    }
    inForce.areHooksDisabled = areDisabled.value_or(false);
    addNotice(inForce, canonical(workingDirectory));
    return inForce;
}

void HookCatalog::judge(SettingsSource &source, const QString &root, const QString &workingDirectory)
{
    source.trust = SettingsSource::Trust::New;
    if (!source.document.isUsable())
        return;
    auto subjects = subjectsOf(source.document, root, workingDirectory);
    if (!subjects) {
        source.trustProblem = subjects.error().message;
        return;
    }
    source.subjects = *subjects;
    if (m_store->isTrusted(source.subjects))
        source.trust = SettingsSource::Trust::Trusted;
    else if (!m_store->trustedContent(source.subjects.constFirst().path).isEmpty())
        source.trust = SettingsSource::Trust::Changed;
}

Result<QList<TrustSubject>> HookCatalog::subjectsOf(const SettingsDocument &document, const QString &root, const QString &workingDirectory)
{
    // The very bytes that were read, not those the file may hold by now.
    QList<TrustSubject> subjects{{canonical(document.path), document.sha256}};
    QStringList files;
    qsizetype length = 0;
    const auto addFiles = [&](const QString &command, const QStringList &arguments) -> Result<void> {
        length += command.size() + arguments.join(u' ').size();
        if (length > longestCommands)
            return Error{Error::Code::Invalid, translate("cpx", "its commands are longer than %1 characters; call scripts").arg(longestCommands)};
        auto named = projectFilesOf(command, arguments, {root, workingDirectory});
        if (!named)
            return named.error();
        for (const QString &file : std::as_const(*named)) {
            if (!files.contains(file) && file != subjects.constFirst().path)
                files += file;
        }
        return {};
    };
    for (const HookDefinition &hook : document.hooks) {
        if (auto added = addFiles(hook.command, hook.arguments.value_or(QStringList())); !added)
            return added.error();
    }
    if (auto added = addFiles(document.statusLine.value(u"command"_s).toString(), {}); !added)
        return added.error();
    for (const QString &file : std::as_const(files)) {
        auto subject = this->subject(file);
        if (!subject)
            return subject.error();
        subjects += *subject;
    }
    return subjects;
}

std::optional<SettingsDocument> HookCatalog::document(const QString &path, SettingsScope scope, const QString &root)
{
    const FileStamp stamp = FileStamp::of(path);
    if (stamp == FileStamp()) // not there, or a link to nothing
        return std::nullopt;
    const auto cached = m_documents.constFind(path);
    if (cached != m_documents.constEnd() && cached->stamp == stamp && cached->document.scope == scope)
        return cached->document;
    auto read = SettingsDocument::read(path, scope, root);
    m_documents.remove(path);
    if (read && isSettled(stamp) && FileStamp::of(path) == stamp) {
        if (m_documents.size() >= mostCached)
            m_documents.clear();
        m_documents.insert(path, {stamp, *read});
    }
    return read;
}

Result<TrustSubject> HookCatalog::subject(const QString &path)
{
    const FileStamp stamp = FileStamp::of(path);
    const auto cached = m_subjects.constFind(path);
    if (cached != m_subjects.constEnd() && cached->stamp == stamp)
        return cached->subject;
    auto subject = TrustSubject::ofFile(path);
    m_subjects.remove(path);
    if (subject && isSettled(stamp) && FileStamp::of(path) == stamp) {
        if (m_subjects.size() >= mostCached)
            m_subjects.clear();
        m_subjects.insert(path, {stamp, *subject});
    }
    return subject;
}

} // namespace cpx
