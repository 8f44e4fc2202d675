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
    QByteArray sent;
    errorDocument({405, "method_not_allowed", u"No."_s}, {{"Allow", "GET"}}, [&](QByteArrayView bytes) { sent += bytes; });
    const QByteArray body = errorBody({405, "method_not_allowed", u"No."_s});
    QCOMPARE(sent, "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\nContent-Type: application/json\r\n"
                   "X-Codex-Plus-Error: method_not_allowed\r\nContent-Length: " + QByteArray::number(body.size())
                 + "\r\nConnection: close\r\n\r\n" + body);
}

QTEST_APPLESS_MAIN(ErrorDocumentTest)
#include "tst_errordocument.moc"
