// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/proxyprocess.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTcpSocket>
#include <csignal>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace cpx::soak {

namespace {

constexpr int patienceMs = 30'000;

} // namespace

ProxyProcess::ProxyProcess(quint16 upstreamPort, const QStringList &settings)
{
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    environment.insert(u"HOME"_s, m_home.path());
    for (const QString &name : {u"ASAN_OPTIONS"_s, u"UBSAN_OPTIONS"_s, u"LSAN_OPTIONS"_s}) {
        if (qEnvironmentVariableIsSet(name.toLatin1().constData()))
            environment.insert(name, qEnvironmentVariable(name.toLatin1().constData()));
    }
    QStringList arguments{u"serve"_s, u"--port"_s, u"0"_s, u"--upstream"_s, u"http://127.0.0.1:%1/v1"_s.arg(upstreamPort)};
    for (const QString &setting : settings)
        arguments << u"--set"_s << setting;
    m_process.setProcessEnvironment(environment);
    m_process.start(qEnvironmentVariable("CPX_SOAK_PROGRAM", QStringLiteral(CPX_PROGRAM)), arguments);
    QByteArray line;
    while (!line.contains('\n') && m_process.waitForReadyRead(patienceMs))
        line += m_process.readAllStandardOutput();
    m_port = line.mid(line.lastIndexOf(':') + 1).trimmed().toUShort();
}

ProxyProcess::~ProxyProcess()
{
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished(patienceMs);
    }
}

QByteArray ProxyProcess::errors()
{
    m_errors += m_process.readAllStandardError();
    // Qt's own client says this about itself when an answer fails twice, by its end and by its content.
    const QByteArray known = "codex-plus: QNetworkReplyImplPrivate::error: "
                             "Internal problem, this method must only be called once.\n";
    return QByteArray(m_errors).replace(known, "");
}

QJsonObject ProxyProcess::health() const
{
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, m_port);
    if (!socket.waitForConnected(patienceMs))
        return {};
    socket.write("GET /health HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port) + "\r\nConnection: close\r\n\r\n");
    while (socket.waitForReadyRead(patienceMs)) { }
    const QByteArray answer = socket.readAll();
    return QJsonDocument::fromJson(answer.mid(answer.indexOf("\r\n\r\n") + 4)).object();
}

QByteArray ProxyProcess::statLine(const QString &name) const
{
    QFile file(u"/proc/%1/%2"_s.arg(m_process.processId()).arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

qint64 ProxyProcess::residentKib() const
{
    return statLine(u"statm"_s).split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE) / 1024;
}

int ProxyProcess::descriptors() const
{
    const QDir directory(u"/proc/%1/fd"_s.arg(m_process.processId()));
    const int count = int(directory.entryList(QDir::AllEntries | QDir::System | QDir::Hidden | QDir::NoDotAndDotDot).size());
    return count > 0 ? count : -1;
}

std::chrono::milliseconds ProxyProcess::cpuTime() const
{
    const QByteArray line = statLine(u"stat"_s);
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' '); // from the third field on
    const qint64 ticks = fields.value(11).toLongLong() + fields.value(12).toLongLong();
    return std::chrono::milliseconds(ticks * 1000 / ::sysconf(_SC_CLK_TCK));
}

int ProxyProcess::terminate()
{
    ::kill(pid_t(m_process.processId()), SIGTERM);
    if (!m_process.waitForFinished(patienceMs) || m_process.exitStatus() != QProcess::NormalExit)
        return -1;
    return m_process.exitCode();
}

bool ProxyProcess::isSanitized()
{
#ifdef __SANITIZE_ADDRESS__
    return true;
#else
    return false;
#endif
}

} // namespace cpx::soak
