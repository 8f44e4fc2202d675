// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QLocalServer>
#include <QLockFile>
#include <QObject>

namespace cpx {

/// One control center per runtime directory. The lock decides; the socket is only how a later one asks the
/// first to show its window. (QLocalServer alone would not do: with UserAccessOption a second listen() takes
/// the name over.)
class SingleInstance : public QObject
{
    Q_OBJECT

public:
    explicit SingleInstance(const QString &runtimeDirectory, QObject *parent = nullptr);

    enum class Role { First, Later };
    /// First: this is the one. Later: another runs; it has been asked to show itself.
    Result<Role> claim();

signals:
    void raiseRequested();

private:
    bool askFirstToRaise() const;

    QString m_socketPath;
    QLockFile m_lock;
    QLocalServer m_server;
};

} // namespace cpx
