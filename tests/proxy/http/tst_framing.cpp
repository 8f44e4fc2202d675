// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/framing.h"

#include <QTest>

using namespace cpx::http;

/// Numbers, lists and hop-by-hop fields. The framing rules themselves are rows of the two parsers' suites.
class FramingTest : public QObject
{
    Q_OBJECT

private slots:
    void decimalsAreDigitsOnlyAndBelowTwoToThe63()
    {
        QCOMPARE(parseDecimal("0"), quint64(0));
        QCOMPARE(parseDecimal("0042"), quint64(42));
        QCOMPARE(parseDecimal("9223372036854775807"), (quint64(1) << 63) - 1);
        for (const char *bad : {"", "9223372036854775808", "99999999999999999999", "1 ", " 1", "-1", "1.0", "1e3"})
            QVERIFY2(!parseDecimal(bad), bad);
    }

    void listsAreSplitAtCommas()
    {
        QList<QByteArray> items;
        forEachListItem(" a ,, b\t,c", [&](QByteArrayView item) { items += item.toByteArray(); });
        QCOMPARE(items, (QList<QByteArray>{"a", "b", "c"}));
    }

    void connectionOptionsAreFoundInEveryField()
    {
        const HeaderList headers{{"Connection", "keep-alive , Upgrade"}, {"connection", "x"}, {"X", "y"}};
        for (const char *named : {"upgrade", "keep-alive", "X"})
            QVERIFY2(namesConnectionOption(headers, named), named);
        for (const char *other : {"y", "keep", "", "connection"})
            QVERIFY2(!namesConnectionOption(headers, other), other);
    }

    void connectionAndWhatItNamesAreRemoved()
    {
        HeaderList headers{{"A", "1"}, {"Connection", "close, X-Mine"}, {"x-mine", "2"}, {"X-MINE", "3"},
                           {"TE", "trailers"}, {"Upgrade", "x"}, {"Content-Length", "3"}, {"Proxy-Connection", "k"},
                           {"Connection", "B"}, {"b", "4"}, {"C", "5"}};
        removeHopByHop(headers);
        QByteArray text;
        headers.writeTo(text);
        QCOMPARE(text, "A: 1\r\nC: 5\r\n");
    }
};

QTEST_APPLESS_MAIN(FramingTest)
#include "tst_framing.moc"
