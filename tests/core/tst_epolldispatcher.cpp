// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/epolldispatcher.h"

#include <QCoreApplication>
#include <QSignalSpy>
#include <QSocketNotifier>
#include <QTest>
#include <QThread>
#include <QTimer>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>

using namespace cpx;
using namespace std::chrono_literals;

/// The dispatcher in a thread of its own, used through Qt's public classes.
class EpollDispatcherTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_thread = std::make_unique<QThread>();
        m_thread->setEventDispatcher(new EpollDispatcher);
        m_worker = new QObject;
        m_worker->moveToThread(m_thread.get());
        m_thread->start();
    }
    void cleanup()
    {
        m_worker->deleteLater();
        m_thread->quit();
        QVERIFY(m_thread->wait(5000));
    }

    void aCallFromAnotherThreadWakesASleepingLoop()
    {
        for (int i = 0; i < 1000; ++i) {
            std::atomic<bool> called = false;
            QMetaObject::invokeMethod(m_worker, [&called] { called = true; }, Qt::BlockingQueuedConnection);
            QVERIFY(called);
        }
    }

    void timersFireInOrderAndAgain()
    {
        QList<int> order;
        std::atomic<bool> done = false;
        QMetaObject::invokeMethod(m_worker, [&] {
            QTimer::singleShot(60, m_worker, [&] { order += 60; done = true; });
            QTimer::singleShot(20, m_worker, [&] { order += 20; });
            auto *repeating = new QTimer(m_worker);
            connect(repeating, &QTimer::timeout, m_worker, [&order, repeating] {
                order += 1;
                if (order.count(1) == 3)
                    delete repeating; // from its own slot
            });
            repeating->start(2);
            QTimer::singleShot(0, m_worker, [&order] { order += 0; });
        }, Qt::QueuedConnection);
        QTRY_VERIFY(done);
        QCOMPARE(order, (QList<int>{0, 1, 1, 1, 20, 60}));
    }

    void aStoppedTimerDoesNotFire()
    {
        std::atomic<int> fired = 0;
        std::atomic<bool> done = false;
        QMetaObject::invokeMethod(m_worker, [&] {
            auto *timer = new QTimer(m_worker);
            connect(timer, &QTimer::timeout, m_worker, [&fired] { ++fired; });
            timer->start(10);
            QTimer::singleShot(1, m_worker, [timer] { timer->stop(); });
            QTimer::singleShot(50, m_worker, [&done] { done = true; });
        }, Qt::QueuedConnection);
        QTRY_VERIFY(done);
        QCOMPARE(fired, 0);
    }

    void notifiersTellOfReadableAndWritableSockets()
    {
        int ends[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
        std::atomic<int> reads = 0;
        std::atomic<int> writes = 0;
        QSocketNotifier *reader = nullptr;
        QMetaObject::invokeMethod(m_worker, [&] {
            reader = new QSocketNotifier(ends[0], QSocketNotifier::Read, m_worker);
            connect(reader, &QSocketNotifier::activated, m_worker, [&] {
                char byte;
                while (::read(ends[0], &byte, 1) == 1)
                    ++reads;
            });
            auto *writer = new QSocketNotifier(ends[0], QSocketNotifier::Write, m_worker);
            connect(writer, &QSocketNotifier::activated, m_worker, [&writes, writer] {
                ++writes;
                writer->setEnabled(false);
            });
        }, Qt::BlockingQueuedConnection);
        QTRY_COMPARE(writes, 1);
        QCOMPARE(::write(ends[1], "ab", 2), 2);
        QTRY_COMPARE(reads, 2);

        // Switched off, nothing is told; switched on again, what waited is.
        QMetaObject::invokeMethod(m_worker, [&] { reader->setEnabled(false); }, Qt::BlockingQueuedConnection);
        QCOMPARE(::write(ends[1], "c", 1), 1);
        QTest::qWait(30);
        QCOMPARE(reads, 2);
        QMetaObject::invokeMethod(m_worker, [&] { reader->setEnabled(true); }, Qt::BlockingQueuedConnection);
        QTRY_COMPARE(reads, 3);
        QMetaObject::invokeMethod(m_worker, [&] { delete reader; }, Qt::BlockingQueuedConnection);
        ::close(ends[0]);
        ::close(ends[1]);
    }

    void aDescriptorNumberThatComesBackIsANewSocket()
    {
        std::atomic<int> reads = 0;
        for (int round = 1; round <= 20; ++round) {
            int ends[2];
            QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
            QSocketNotifier *notifier = nullptr;
            QMetaObject::invokeMethod(m_worker, [&] {
                notifier = new QSocketNotifier(ends[0], QSocketNotifier::Read, m_worker);
                connect(notifier, &QSocketNotifier::activated, m_worker, [&reads, notifier] {
                    ++reads;
                    notifier->setEnabled(false);
                });
            }, Qt::BlockingQueuedConnection);
            QCOMPARE(::write(ends[1], "x", 1), 1);
            QTRY_COMPARE(reads, round);
            QMetaObject::invokeMethod(m_worker, [&] {
                delete notifier;
                ::close(ends[0]);
            }, Qt::BlockingQueuedConnection);
            ::close(ends[1]);
        }
    }

private:
    std::unique_ptr<QThread> m_thread;
    QObject *m_worker = nullptr; ///< lives in m_thread
};

QTEST_GUILESS_MAIN(EpollDispatcherTest)
#include "tst_epolldispatcher.moc"
