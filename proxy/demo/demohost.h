// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QFuture>
#include <QObject>
#include <QThread>
#include <QUrl>

namespace cpx {

/// The door to the built-in loopback model: runs a DemoModel in a thread of its own, so that the whole
/// product works without an account. Lives in the thread that made it.
class DemoHost : public QObject
{
    Q_OBJECT

public:
    explicit DemoHost(QObject *parent = nullptr);
    ~DemoHost() override;

    /// Listens on a free port of 127.0.0.1; the future holds the base URL to use as upstream.
    /// A second call gives the same URL.
    QFuture<Result<QUrl>> start();

private:
    QThread m_thread;
    QObject *m_door = nullptr; ///< lives in m_thread, owns the server there; deleted when the thread ends
};

} // namespace cpx
