// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcessEnvironment>
#include <QString>
#include <QTemporaryDir>
#include <QUrl>

namespace cpx::e2e {

/// A scratch CODEX_HOME and a project to work in, so that a test neither reads nor writes the developer's
/// own. Lives below the build directory: Codex makes no helper links for a home below /tmp.
class CodexHome
{
public:
    enum class Login {
        ApiKey,
        ChatGpt, ///< made-up tokens; Codex then compresses its requests
    };

    /// `base` is where the model is, `sideBase` where everything else a ChatGPT login asks for goes.
    CodexHome(const QUrl &base, const QUrl &sideBase, Login login = Login::ApiKey);

    bool isValid() const { return m_isValid; }
    QString home() const { return m_directory.filePath(QStringLiteral("home")); }
    QString project() const { return m_directory.filePath(QStringLiteral("project")); }
    /// Ours without proxies and keys, with CODEX_HOME.
    QProcessEnvironment environment() const;

    bool writeFile(const QString &path, const QByteArray &content) const;

private:
    QTemporaryDir m_directory;
    bool m_isValid;
};

} // namespace cpx::e2e
