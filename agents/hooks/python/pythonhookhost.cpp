// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/python/pythonhookhost.h"

#include "core/filestamp.h"
#include "core/redaction.h"

#include <QDir>
#include <QLoggingCategory>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

Q_LOGGING_CATEGORY(lcPythonHooks, "cpx.hooks.python", QtInfoMsg)

constexpr size_t maximumProjects = 8; ///< with a child each; the one that was asked the longest ago goes

/// Everything that decides which hooks there are, and in which content.
QList<std::pair<QString, FileStamp>> stampsOf(const QStringList &directories)
{
    QList<std::pair<QString, FileStamp>> stamps;
    for (const QString &directory : directories) {
        const QStringList names = QDir(directory).entryList({u"*.py"_s}, QDir::Files, QDir::Name);
        for (const QString &name : names) {
            const QString path = directory + u'/' + name;
            stamps.append({path, FileStamp::of(path)});
        }
    }
    return stamps;
}

QJsonObject questionOf(const QByteArray &body, const PythonRequest &request)
{
    QJsonObject headers;
    for (const auto &[name, value] : request.headers) {
        if (!isSecretName(name))
            headers.insert(QString::fromLatin1(name), QString::fromUtf8(redacted(value)));
    }
    return {{u"call"_s, u"pre_input"_s},
            {u"request"_s, QJsonObject{{u"method"_s, request.method}, {u"path"_s, QString::fromUtf8(redacted(request.path.toUtf8()))},
                                       {u"headers"_s, headers}, {u"state"_s, QJsonObject{}}}},
            {u"body"_s, QString::fromUtf8(body)}};
}

PythonOutcome outcomeOf(const Result<QJsonObject> &answer)
{
    PythonOutcome outcome;
    if (!answer) {
        outcome.problem = answer.error().message;
    } else if (const QJsonValue reason = answer->value(u"blocked"_s); reason.isString()) {
        outcome.kind = PythonOutcome::Kind::Blocked;
        outcome.reason = reason.toString();
    } else if (const QJsonValue body = answer->value(u"body"_s); body.isString()) {
        outcome.kind = PythonOutcome::Kind::Changed;
        outcome.body = body.toString().toUtf8();
    }
    return outcome;
}

} // namespace

struct PythonHookHost::Project
{
    QList<std::pair<QString, FileStamp>> stamps{};
    bool isRead = false;
    QList<PythonHook> all{}; ///< enabled ones of the type pre-input
    QList<TrustSubject> running{}; ///< those that may
    std::unique_ptr<PythonHookChild> child{}; ///< there when `running` is not empty
    quint64 lastAsked = 0;
};

PythonHookHost::PythonHookHost(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_trust(m_options.dataDirectory)
{
}

PythonHookHost::~PythonHookHost() = default;

void PythonHookHost::stop()
{
    m_projects.clear();
}

QStringList PythonHookHost::directoriesOf(const QString &projectRoot) const
{
    QStringList directories;
    if (!projectRoot.isEmpty())
        directories = {projectRoot + u"/.codexplus/hooks"_s, projectRoot + u"/.claude/hooks"_s};
    return directories + m_options.userDirectories;
}

bool PythonHookHost::mayRun(const QString &projectRoot, const PythonHook &hook) const
{
    const auto isOfTheUser = [&](const QString &directory) {
        const QString canonical = QDir(directory).canonicalPath();
        const bool isInside = !canonical.isEmpty() && hook.file.path.startsWith(canonical + u'/');
        return isInside && (projectRoot.isEmpty() || !hook.file.path.startsWith(projectRoot + u'/'));
    };
    return std::any_of(m_options.userDirectories.begin(), m_options.userDirectories.end(), isOfTheUser) || m_trust.isTrusted({hook.file});
}

PythonHookHost::Project &PythonHookHost::refreshed(const QString &projectRoot)
{
    auto &project = m_projects[projectRoot.toStdString()];
    if (!project)
        project = std::make_unique<Project>();
    project->lastAsked = ++m_asked;
    const QStringList directories = directoriesOf(projectRoot);
    if (auto stamps = stampsOf(directories); !project->isRead || stamps != project->stamps) {
        project->isRead = true;
        project->stamps = std::move(stamps);
        QStringList problems;
        project->all = readPythonHooks(directories, problems);
        project->all.removeIf([](const PythonHook &hook) { return !hook.isEnabled || hook.type != u"pre-input"; });
        for (const QString &problem : std::as_const(problems))
            qCInfo(lcPythonHooks).noquote() << problem;
    }
    return *project;
}

QList<TrustSubject> PythonHookHost::untrusted(const QString &projectRoot) const
{
    QStringList problems;
    QList<TrustSubject> subjects;
    for (const PythonHook &hook : readPythonHooks(directoriesOf(projectRoot), problems)) {
        if (hook.isEnabled && hook.type == u"pre-input" && !mayRun(projectRoot, hook))
            subjects.append(hook.file);
    }
    return subjects;
}

void PythonHookHost::preInput(const QString &projectRoot, const QByteArray &body, const PythonRequest &request, Done done)
{
    Project &project = refreshed(projectRoot);
    QList<PythonHook> hooks;
    QList<TrustSubject> running;
    for (const PythonHook &hook : std::as_const(project.all)) {
        if (mayRun(projectRoot, hook)) {
            hooks.append(hook);
            running.append(hook.file);
        }
    }
    if (hooks.isEmpty()) {
        project.child.reset();
        project.running.clear();
        QMetaObject::invokeMethod(
            this, [done = std::move(done)] { done({}); }, Qt::QueuedConnection);
        return;
    }
    if (!project.child) {
        PythonHookChild::Options options{m_options.python, projectRoot, m_options.environment, m_options.timeout};
        project.child = std::make_unique<PythonHookChild>(std::move(options));
    }
    if (running != project.running) {
        project.running = running;
        project.child->setHooks(hooks);
    }
    project.child->ask(questionOf(body, request), [done = std::move(done)](const Result<QJsonObject> &answer) { done(outcomeOf(answer)); });

    if (m_projects.size() > maximumProjects) {
        const auto oldest = std::min_element(m_projects.begin(), m_projects.end(),
                                             [](const auto &a, const auto &b) { return a.second->lastAsked < b.second->lastAsked; });
        m_projects.erase(oldest);
    }
}

} // namespace cpx
