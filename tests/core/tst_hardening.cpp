// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hardening.h"

#include <QTemporaryDir>
#include <QTest>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What a process gives up before it touches a secret.
class HardeningTest : public QObject
{
    Q_OBJECT

private slots:
    void newFilesArePrivate();
    void noCoreIsDumped();
    void closedStandardStreamsAreNotLeftForSockets_data();
    void closedStandardStreamsAreNotLeftForSockets();
    void openStandardStreamsAreLeftAlone();
    void descriptorsGoUpToTheHardLimit();
    void aFileThatMayNotGrowIsOnlyAnError();
};

void HardeningTest::newFilesArePrivate()
{
    hardenProcess();
    QTemporaryDir dir;
    QFile file(dir.filePath(u"f"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    struct stat info = {};
    QCOMPARE(::fstat(file.handle(), &info), 0);
    QCOMPARE(int(info.st_mode & 0777), 0600);
}

void HardeningTest::noCoreIsDumped()
{
    hardenProcess();
    rlimit limit = {1, 1};
    QCOMPARE(::getrlimit(RLIMIT_CORE, &limit), 0);
    QCOMPARE(qint64(limit.rlim_cur), 0);
#ifndef __SANITIZE_ADDRESS__
    QCOMPARE(::prctl(PR_GET_DUMPABLE), 0);
#endif
}

void HardeningTest::closedStandardStreamsAreNotLeftForSockets_data()
{
    QTest::addColumn<int>("descriptor");
    QTest::newRow("stdin") << 0;
    QTest::newRow("stdout") << 1;
    QTest::newRow("stderr") << 2;
}

void HardeningTest::closedStandardStreamsAreNotLeftForSockets()
{
    QFETCH(int, descriptor);
    const int saved = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 10);
    ::close(descriptor);
    hardenProcess();
    const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC); // what the first socket would get
    const bool isOpen = ::fcntl(descriptor, F_GETFD) >= 0;
    if (next >= 0)
        ::close(next);
    if (saved >= 0) {
        ::dup2(saved, descriptor);
        ::close(saved);
    }
    QVERIFY(isOpen);
    QVERIFY(next > 2);
}

void HardeningTest::openStandardStreamsAreLeftAlone()
{
    struct stat before = {};
    struct stat after = {};
    QCOMPARE(::fstat(1, &before), 0);
    hardenProcess();
    QCOMPARE(::fstat(1, &after), 0);
    QCOMPARE(after.st_ino, before.st_ino);
}

void HardeningTest::descriptorsGoUpToTheHardLimit()
{
    rlimit limit = {};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
    QCOMPARE(raiseDescriptorLimit(), long(limit.rlim_max));
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
    QCOMPARE(limit.rlim_cur, limit.rlim_max);
}

void HardeningTest::aFileThatMayNotGrowIsOnlyAnError()
{
    hardenProcess();
    QTemporaryDir dir;
    rlimit before = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small = {10, before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const int file = ::open(QFile::encodeName(dir.filePath(u"f"_s)).constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    const auto first = ::write(file, "0123456789", 10);
    const auto second = ::write(file, "x", 1);
    ::close(file);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    QCOMPARE(first, 10);
    QCOMPARE(second, -1);
}

QTEST_APPLESS_MAIN(HardeningTest)
#include "tst_hardening.moc"
