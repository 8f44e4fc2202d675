// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/python/pythonhookchild.h"

#include <QPair>
#include <string>
#include <unordered_map>

namespace cpx {

/// What hooks are told of a request. A plain value.
struct PythonRequest
{
    QString method = QStringLiteral("POST");
    QString path{}; ///< with the query
    QList<QPair<QByteArray, QByteArray>> headers{}; ///< those with credentials are left out here
};

/// What became of a body. A plain value.
struct PythonOutcome
{
    enum class Kind { Unchanged, Changed, Blocked };
    Kind kind = Kind::Unchanged;
    QByteArray body{}; ///< of Changed
    QString reason{}; ///< of Blocked: for the client
    QString problem{}; ///< for people: why the hooks did not run; the request goes on unchanged
};

/// Runs the Python hooks of projects, and of the user, outside of this process: one PythonHookChild per project. Files are
/// looked for in `.codexplus/hooks` and `.claude/hooks` of the project, then in the user's directories; whether they have
/// changed is looked at with every call. What a project brings runs only when it is trusted in exactly this content, and
/// what was judged is what is run. A hook that fails is passed over. One thread; children end with this object.
class PythonHookHost : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QString dataDirectory{}; ///< of the trust store
        QStringList userDirectories{}; ///< of hooks that need no trust, absolute
        QProcessEnvironment environment{}; ///< of the children: see childEnvironment()
        QString python = QStringLiteral("python3");
        std::chrono::milliseconds timeout{10'000}; ///< of all hooks of one request together
    };
    using Done = std::function<void(const PythonOutcome &outcome)>;

    explicit PythonHookHost(Options options, QObject *parent = nullptr);
    ~PythonHookHost() override;

    /// Hooks of the type `pre-input` on the body of a request, a JSON object in UTF-8. `projectRoot` is canonical, or empty
    /// for none. `done` is called from the event loop, once, unless stop() or the destruction comes first.
    void preInput(const QString &projectRoot, const QByteArray &body, const PythonRequest &request, Done done);

    /// The enabled hooks of a project that would run if they were trusted; for asking the user.
    QList<TrustSubject> untrusted(const QString &projectRoot) const;

    /// Ends all children at once. What was asked is not answered any more.
    void stop();

private:
    struct Project;

    QStringList directoriesOf(const QString &projectRoot) const;
    bool mayRun(const QString &projectRoot, const PythonHook &hook) const;
    Project &refreshed(const QString &projectRoot);

    const Options m_options;
    TrustStore m_trust;
    std::unordered_map<std::string, std::unique_ptr<Project>> m_projects; ///< by root
    quint64 m_asked = 0;
};

} // namespace cpx
