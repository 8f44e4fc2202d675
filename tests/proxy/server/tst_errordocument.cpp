// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/server/errordocument.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// The refusal as the client reads it.
class ErrorDocumentTest : public QObject
{
    Q_OBJECT

private slots:
    void theBodySaysWhoseFaultItIs_data();
    void theBodySaysWhoseFaultItIs();
    void anyMessageIsGoodJson();
    void theAnswerIsWholeAndEndsTheConnection();
};

void ErrorDocumentTest::theBodySaysWhoseFaultItIs_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("type");
    QTest::newRow("400") << 400 << u"invalid_request_error"_s;
    QTest::newRow("431") << 431 << u"invalid_request_error"_s;
    QTest::newRow("502") << 502 << u"codex_plus_upstream_error"_s;
    QTest::newRow("504") << 504 << u"codex_plus_upstream_error"_s;
}

void ErrorDocumentTest::theBodySaysWhoseFaultItIs()
{
    QFETCH(int, status);
    QFETCH(QString, type);
    const QJsonObject error = QJsonDocument::fromJson(errorBody({status, "a_code", u"What it is."_s})).object().value(u"error"_s).toObject();
    QCOMPARE(error.value(u"type"_s).toString(), type);
    QCOMPARE(error.value(u"code"_s).toString(), u"a_code"_s);
    QCOMPARE(error.value(u"message"_s).toString(), u"What it is."_s);
}

void ErrorDocumentTest::anyMessageIsGoodJson()
{
    const QString message = u"\"\\\n\r\t\x01 \u00e4 </script>"_s;
    const QJsonObject error = QJsonDocument::fromJson(errorBody({400, "c", message})).object().value(u"error"_s).toObject();
    QCOMPARE(error.value(u"message"_s).toString(), message);
}

void ErrorDocumentTest::theAnswerIsWholeAndEndsTheConnection()
{
    const http::HttpError error{429, "too_many_requests", u"No."_s, {{"Retry-After", "1"}}};
    const QByteArray body = errorBody(error);
    const QByteArray head = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Type: application/json\r\n"
                            "X-Codex-Plus-Error: too_many_requests\r\nContent-Length: " + QByteArray::number(body.size())
        + "\r\nConnection: close\r\n\r\n";
    QCOMPARE(errorDocument(error, "POST"), head + body);
    QCOMPARE(errorDocument(error, ""), head + body);
    QCOMPARE(errorDocument(error, "HEAD"), head);
}

QTEST_APPLESS_MAIN(ErrorDocumentTest)
#include "tst_errordocument.moc"
