// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/message.h"

#include <QTest>

using namespace cpx::http;

/// The little that messages know of themselves.
class MessageTest : public QObject
{
    Q_OBJECT

private slots:
    void thePathIsTheTargetUpToItsQuery_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("no query") << QByteArray("/a/b") << QByteArray("/a/b");
        QTest::newRow("query") << QByteArray("/a?b=c") << QByteArray("/a");
        QTest::newRow("two question marks") << QByteArray("/a?b?c") << QByteArray("/a");
        QTest::newRow("empty query") << QByteArray("/?") << QByteArray("/");
        QTest::newRow("escaped question mark") << QByteArray("/a%3fb") << QByteArray("/a%3fb");
        QTest::newRow("the server itself") << QByteArray("*") << QByteArray("*");
    }

    void thePathIsTheTargetUpToItsQuery()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, path);
        RequestHead head;
        head.target = target;
        QCOMPARE(head.path(), path);
    }

    void everyStatusOfOursHasAPhrase()
    {
        for (const int status : {200, 400, 403, 404, 405, 408, 413, 414, 417, 421, 426, 431, 501, 502, 503, 504, 505})
            QVERIFY2(!reasonPhrase(status).isEmpty(), QByteArray::number(status).constData());
        QCOMPARE(reasonPhrase(426), "Upgrade Required");
        QCOMPARE(reasonPhrase(299), "");
        QCOMPARE(reasonPhrase(0), "");
    }
};

QTEST_APPLESS_MAIN(MessageTest)
#include "tst_message.moc"
