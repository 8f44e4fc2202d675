// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/result.h"

#include <QTest>
#include <memory>

using namespace cpx;
using namespace Qt::StringLiterals;

/// A value or an error, never both.
class ResultTest : public QObject
{
    Q_OBJECT

private slots:
    void aValueIsTrueAndGivesItself()
    {
        const Result<QString> result = u"text"_s;
        QVERIFY(result);
        QVERIFY(result.hasValue());
        QCOMPARE(*result, u"text"_s);
        QCOMPARE(result->size(), 4);
    }

    void anErrorIsFalseWithCodeAndMessage()
    {
        const Result<QString> result = Error{Error::Code::NotFound, u"gone"_s};
        QVERIFY(!result);
        QVERIFY(!result.hasValue());
        QCOMPARE(result.error(), (Error{Error::Code::NotFound, u"gone"_s}));
    }

    void aFalseValueIsNotAnError()
    {
        QVERIFY(Result<bool>(false));
        QVERIFY(Result<int>(0));
        QVERIFY(Result<QString>(QString()));
    }

    void aValueCanBeMovedOut()
    {
        Result<std::unique_ptr<int>> result = std::make_unique<int>(3);
        const std::unique_ptr<int> taken = *std::move(result);
        QCOMPARE(*taken, 3);
    }

    void successNeedsNoValue()
    {
        QVERIFY(Result<void>());
        const Result<void> failed = Error{Error::Code::Io, u"full"_s};
        QVERIFY(!failed);
        QCOMPARE(failed.error().message, u"full"_s);
    }
};

QTEST_APPLESS_MAIN(ResultTest)
#include "tst_result.moc"
