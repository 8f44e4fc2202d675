// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/python/pythonhookfiles.h"
#include "core/lineprocess.h"

#include <QElapsedTimer>
#include <QJsonObject>
#include <QProcessEnvironment>
#include <QTimer>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>

namespace cpx {

/// One `python3` with the hooks of one project. It starts with the first question, answers one at a time, and is ended and
/// started anew when an answer takes too long; after a failure it is left alone for a second, then two, up to a minute.
/// One thread.
class PythonHookChild : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QString python = QStringLiteral("python3"); ///< absolute, or in the PATH of `environment`
        QString directory{}; ///< working directory
        QProcessEnvironment environment{};
        std::chrono::milliseconds timeout{10'000}; ///< of one answer, the start of Python included
    };
    /// With the answer, or why there is none.
    using Done = std::function<void(const Result<QJsonObject> &answer)>;

    explicit PythonHookChild(Options options, QObject *parent = nullptr);
    ~PythonHookChild() override;

    /// From the next question on.
    void setHooks(const QList<PythonHook> &hooks);
    /// `done` is called from the event loop, and not at all once this object is gone.
    void ask(QJsonObject question, Done done);

private:
    struct Question
    {
        QByteArray line;
        qint64 id = 0;
        Done done;
    };

    void enqueue(QJsonObject question, Done done);
    void next();
    bool start();
    void take(const QByteArray &line);
    void logErrorText(const QByteArray &bytes);
    void fail(const QString &reason);

    const Options m_options;
    QList<PythonHook> m_hooks;
    bool m_isLoaded = false; ///< m_hooks, in the process that runs
    qint64 m_lastId = 0;
    std::deque<Question> m_waiting; ///< the first one is asked when m_isAsking
    bool m_isAsking = false;
    QTimer m_timer;
    QElapsedTimer m_sinceFailure;
    std::chrono::milliseconds m_pause{0}; ///< after the last failure
    std::unique_ptr<LineProcess> m_process;
};

} // namespace cpx
