// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/python/pythonhookchild.h"

#include "agents/hooks/python/pythonrunner.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QPointer>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace cpx {

namespace {

Q_LOGGING_CATEGORY(lcPythonHooks, "cpx.hooks.python", QtInfoMsg)

constexpr qint64 maximumAnswer = 128 * 1024 * 1024;
constexpr size_t maximumWaiting = 64;
constexpr qsizetype maximumErrorText = 4096;
constexpr std::chrono::milliseconds firstPause = 1s;
constexpr std::chrono::milliseconds longestPause = 60s;

QJsonArray definitionsOf(const QList<PythonHook> &hooks)
{
    QJsonArray list;
    for (const PythonHook &hook : hooks) {
        list.append(QJsonObject{{u"stem"_s, hook.stem},
                                {u"path"_s, hook.file.path},
                                {u"code"_s, QString::fromUtf8(hook.code)},
                                {u"config"_s, hook.config}});
    }
    return list;
}

} // namespace

PythonHookChild::PythonHookChild(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        fail(tr("the Python hooks did not answer within %1 s; make them faster").arg(double(m_options.timeout.count()) / 1000));
    });
}

PythonHookChild::~PythonHookChild() = default;

void PythonHookChild::setHooks(const QList<PythonHook> &hooks)
{
    m_hooks = hooks;
    m_isLoaded = false;
}

void PythonHookChild::ask(QJsonObject question, Done done)
{
    if (m_waiting.size() >= maximumWaiting || (m_pause > 0ms && m_sinceFailure.elapsed() < m_pause.count())) {
        const Error error{Error::Code::Io, m_waiting.empty() ? tr("the Python hooks have failed and are left alone for a while")
                                                             : tr("too many requests wait for the Python hooks")};
        QMetaObject::invokeMethod(
            this, [done = std::move(done), error] { done(error); }, Qt::QueuedConnection);
        return;
    }
    if (!m_isLoaded) {
        m_isLoaded = true;
        enqueue({{u"call"_s, u"load"_s}, {u"hooks"_s, definitionsOf(m_hooks)}}, [](const Result<QJsonObject> &) {});
    }
    enqueue(std::move(question), std::move(done));
    next();
}

void PythonHookChild::enqueue(QJsonObject question, Done done)
{
    question.insert(u"id"_s, ++m_lastId);
    m_waiting.push_back({QJsonDocument(question).toJson(QJsonDocument::Compact), m_lastId, std::move(done)});
}

void PythonHookChild::next()
{
    if (m_isAsking || m_waiting.empty() || (!m_process && !start()))
        return;
    m_isAsking = true;
    m_process->send(m_waiting.front().line);
    m_timer.start(m_options.timeout);
}

bool PythonHookChild::start()
{
    ChildTree::Program program;
    program.program = ChildTree::findProgram(m_options.python, m_options.environment.value(u"PATH"_s));
    if (program.program.isEmpty()) {
        QMetaObject::invokeMethod(
            this, [this] { fail(tr("there is no %1 for the Python hooks; install it").arg(m_options.python)); }, Qt::QueuedConnection);
        m_isAsking = true; // until then
        return false;
    }
    // -I: no variable and no file of the working directory decides what is imported.
    program.arguments = {u"-I"_s, u"-B"_s, u"-u"_s, u"-c"_s, QString::fromUtf8(pythonRunner())};
    program.workingDirectory = m_options.directory;
    program.environment = m_options.environment;
    program.maximumProcesses = 0; // it lives on while nobody asks, and counting would wake up all the time
    m_process = std::make_unique<LineProcess>(program, maximumAnswer);
    connect(m_process.get(), &LineProcess::lineReceived, this, &PythonHookChild::take);
    connect(m_process.get(), &LineProcess::errorTextReceived, this, &PythonHookChild::logErrorText);
    connect(m_process.get(), &LineProcess::ended, this, [this](const QString &reason) {
        fail(tr("the Python hooks have ended: %1").arg(reason));
    });
    return true;
}

void PythonHookChild::take(const QByteArray &line)
{
    const QJsonObject answer = QJsonDocument::fromJson(line).object();
    if (!m_isAsking || answer.value(u"id"_s).toInteger() != m_waiting.front().id)
        return fail(tr("the Python hooks gave an answer nobody asked for"));
    m_timer.stop();
    m_isAsking = false;
    m_pause = 0ms;
    const QJsonArray log = answer.value(u"log"_s).toArray();
    for (const QJsonValue &text : log)
        qCWarning(lcPythonHooks).noquote() << text.toString().left(maximumErrorText);
    const Done done = std::move(m_waiting.front().done);
    m_waiting.pop_front();
    const QPointer<PythonHookChild> guard(this);
    done(answer);
    if (guard)
        next();
}

void PythonHookChild::logErrorText(const QByteArray &bytes)
{
    qCInfo(lcPythonHooks).noquote() << QString::fromUtf8(bytes.trimmed().left(maximumErrorText));
}

void PythonHookChild::fail(const QString &reason)
{
    m_timer.stop();
    if (m_process) {
        m_process->disconnect(this);
        m_process.release()->deleteLater(); // it may be what calls; everything is ended when it goes
    }
    m_isAsking = false;
    m_isLoaded = false;
    m_pause = std::clamp(m_pause * 2, firstPause, longestPause);
    m_sinceFailure.start();
    const auto waiting = std::exchange(m_waiting, {});
    const QPointer<PythonHookChild> guard(this);
    for (const Question &question : waiting) {
        question.done(Error{Error::Code::Io, reason});
        if (!guard)
            return;
    }
}

} // namespace cpx
