// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/headerlist.h"
#include "proxy/redactedheaders.h"

#include <QTest>

using namespace cpx;
using http::HeaderList;

class HeaderListTest : public QObject
{
    Q_OBJECT

private slots:
    void namesAreFoundInAnyCaseAndKeepTheirSpelling()
    {
        const HeaderList list{{"X-One", "1"}, {"x-two", "2"}};
        QCOMPARE(list.first("x-ONE"), "1");
        QCOMPARE(list.name(0), "X-One");
        QVERIFY(!list.first("x-three"));
        QVERIFY(!list.first("x-tw"));
    }

    void repeatedNamesStayInOrder()
    {
        HeaderList list{{"Set-Cookie", "a"}, {"X", "y"}, {"set-cookie", "b"}};
        QCOMPARE(list.count("SET-COOKIE"), 2);
        list.remove("x");
        QByteArray text;
        list.writeTo(text);
        QCOMPARE(text, "Set-Cookie: a\r\nset-cookie: b\r\n");
    }

    void aCopyIsIndependent()
    {
        HeaderList list{{"A", "1"}};
        HeaderList copy = list;
        copy.append("B", "2");
        QCOMPARE(list.size(), 1);
        QCOMPARE(copy.size(), 2);
        QVERIFY(!(list == copy));
        copy.remove("b");
        QVERIFY(list == copy);
    }

    void credentialsAreNotShown()
    {
        const HeaderList shown = redactedHeaders({{"Authorization", "Bearer abc"},
                                                  {"Cookie", "session=1"},
                                                  {"ChatGPT-Account-Id", "acct-1"},
                                                  {"x-api-key", "k"},
                                                  {"X-Note", "see https://u:p@example.org/?token=t1&a=b"},
                                                  {"x-codex-primary-used-percent", "38"}});
        QByteArray text;
        shown.writeTo(text);
        QCOMPARE(text, "Authorization: ***\r\nCookie: ***\r\nChatGPT-Account-Id: ***\r\nx-api-key: ***\r\n"
                       "X-Note: see https://***@example.org/?token=***&a=b\r\nx-codex-primary-used-percent: 38\r\n");
    }
};

QTEST_APPLESS_MAIN(HeaderListTest)
#include "tst_headerlist.moc"
