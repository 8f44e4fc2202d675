// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

namespace cpx::e2e {

/// A program on a terminal of its own: a private tmux server, gone with this object.
class Terminal
{
public:
    static QString tmux(); ///< its path, or empty

    Terminal(const QStringList &command, const QString &directory, const QProcessEnvironment &environment);
    ~Terminal();

    /// What is on the screen right now.
    QString screen() const;
    void type(const QString &text);
    void press(const QString &key); ///< as tmux calls it: "Enter", "Escape"

private:
    QByteArray run(const QStringList &arguments) const;

    QString m_socket; ///< name of the private server
    QProcessEnvironment m_environment;
};

} // namespace cpx::e2e
