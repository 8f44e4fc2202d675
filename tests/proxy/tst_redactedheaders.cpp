// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/redactedheaders.h"

#include <QTest>

using namespace cpx;

/// Headers as they may be shown.
class RedactedHeadersTest : public QObject
{
    Q_OBJECT

private slots:
    void valuesOfCredentialsAreReplacedWhole()
    {
        const http::HeaderList headers{{"Authorization", "Bearer x"}, {"Cookie", "a=b; c=d"}, {"x-api-key", "1"},
                                       {"chatgpt-account-id", "u1"}, {"X-Auth-Token", ""}};
        QCOMPARE(text(redactedHeaders(headers)),
                 "Authorization: ***\r\nCookie: ***\r\nx-api-key: ***\r\nchatgpt-account-id: ***\r\nX-Auth-Token: ***\r\n");
    }

    void credentialsInsideOtherValuesAreReplaced()
    {
        const http::HeaderList headers{{"Referer", "https://h/?key=abc&x=1"}, {"X-Note", "was Bearer abcdef123"}};
        QCOMPARE(text(redactedHeaders(headers)), "Referer: https://h/?key=***&x=1\r\nX-Note: was Bearer ***\r\n");
    }

    void everythingElseStaysInOrder()
    {
        const http::HeaderList headers{{"B", "2"}, {"a", "1"}, {"B", "3"}, {"x-ratelimit-remaining-tokens", "5"}, {"E", ""}};
        QVERIFY(redactedHeaders(headers) == headers);
        QVERIFY(redactedHeaders({}).isEmpty());
    }

private:
    static QByteArray text(const http::HeaderList &headers)
    {
        QByteArray result;
        headers.writeTo(result);
        return result;
    }
};

QTEST_APPLESS_MAIN(RedactedHeadersTest)
#include "tst_redactedheaders.moc"
