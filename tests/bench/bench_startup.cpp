// SPDX-License-Identifier: GPL-3.0-or-later
// bench_startup PROGRAM: medians of five runs of `PROGRAM serve`: time until it listens, memory when idle, processor time
// while idle, time to stop. Linux only.

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>
#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

struct Run
{
    double listenMs = 0;
    double rssMiB = 0;
    double idleTicks = 0;
    double stopMs = 0;
};

QByteArray procFile(qint64 pid, const char *name)
{
    QFile file(u"/proc/%1/%2"_s.arg(pid).arg(QLatin1StringView(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

double processorTicks(qint64 pid)
{
    const QByteArray stat = procFile(pid, "stat");
    const QList<QByteArray> fields = stat.sliced(stat.lastIndexOf(')') + 2).split(' ');
    return fields[11].toDouble() + fields[12].toDouble(); // utime, stime: proc(5)
}

Run measure(const QString &program, const QString &directory)
{
    Run run;
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"CONFIG", "DATA", "RUNTIME"})
        environment.insert(u"CODEX_PLUS_%1_DIR"_s.arg(QLatin1StringView(name)), directory);
    process.setProcessEnvironment(environment);
    QElapsedTimer clock;
    clock.start();
    process.start(program, {u"serve"_s, u"--port"_s, u"0"_s});
    while (!process.canReadLine() && process.waitForReadyRead(10'000)) { }
    run.listenMs = double(clock.nsecsElapsed()) / 1e6;
    QThread::msleep(1000);
    const QByteArray status = procFile(process.processId(), "status");
    run.rssMiB = status.sliced(status.indexOf("VmRSS:") + 6).simplified().split(' ').first().toDouble() / 1024;
    const double before = processorTicks(process.processId());
    QThread::msleep(3000);
    run.idleTicks = processorTicks(process.processId()) - before;
    clock.restart();
    process.terminate();
    process.waitForFinished();
    run.stopMs = double(clock.nsecsElapsed()) / 1e6;
    return run;
}

double median(QList<Run> runs, double Run::*figure)
{
    std::sort(runs.begin(), runs.end(), [figure](const Run &a, const Run &b) { return a.*figure < b.*figure; });
    return runs[runs.size() / 2].*figure;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QTemporaryDir directory;
    QList<Run> runs;
    for (int i = 0; i < 5; ++i)
        runs += measure(application.arguments().value(1), directory.path());
    std::printf("| listening after | %.0f ms |\n| resident memory, idle | %.1f MiB |\n"
                "| processor time in 3 s idle | %.0f ticks |\n| stopped after SIGTERM | %.0f ms |\n",
                median(runs, &Run::listenMs), median(runs, &Run::rssMiB), median(runs, &Run::idleTicks),
                median(runs, &Run::stopMs));
    return 0;
}
