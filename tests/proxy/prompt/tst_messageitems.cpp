// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/messageitems.h"
#include "tests/proxy/prompt/samplebodies.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace cpx;

class MessageItemsTest : public QObject
{
    Q_OBJECT

private slots:
    void aDeveloperMessageIsAnOwnItem();
    void anAssistantsMessageIsAnOwnItem();
    void aSystemMessageIsForChats();
    void theShapeDecides();
};

void MessageItemsTest::aDeveloperMessageIsAnOwnItem()
{
    const QByteArray json = developerMessage(u"a \"text\"\n", "msg_cplus_1");
    QCOMPARE(
        json,
        R"({"type":"message","id":"msg_cplus_1","role":"developer","content":[{"type":"input_text","text":"a \"text\"\n"}]})");
    const ModelRequest request = test::parsed(test::responses({test::user("u", "x"), json}));
    QCOMPARE(request.ownItems(), QList<qsizetype>{1});
    QCOMPARE(test::promptTexts(request), u"[x]"_s);
}

void MessageItemsTest::anAssistantsMessageIsAnOwnItem()
{
    const QByteArray id = newOwnItemId();
    QVERIFY(id != newOwnItemId());
    const QByteArray json = assistantMessage(u"a \"text\"", id);
    const QJsonObject message = QJsonDocument::fromJson(json).object();
    QCOMPARE(message.value("role"_L1).toString(), u"assistant"_s);
    QCOMPARE(message.value("content"_L1)[0]["text"_L1].toString(), u"a \"text\""_s);
    QCOMPARE(test::parsed(test::responses({test::user("u", "x"), json})).ownItems(), QList<qsizetype>{1});
}

void MessageItemsTest::aSystemMessageIsForChats()
{
    const QJsonObject message = QJsonDocument::fromJson(systemMessage(u"\"x\"")).object();
    QCOMPARE(message.value("role"_L1).toString(), u"system"_s);
    QCOMPARE(message.value("content"_L1).toString(), u"\"x\""_s);
}

void MessageItemsTest::theShapeDecides()
{
    QCOMPARE(instructionMessage(RequestLayout::Shape::Responses, u"x", "i"), developerMessage(u"x", "i"));
    QCOMPARE(instructionMessage(RequestLayout::Shape::ChatCompletions, u"x", "i"), systemMessage(u"x"));
}

QTEST_GUILESS_MAIN(MessageItemsTest)
#include "tst_messageitems.moc"
