// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/sseparser.h"
#include "proxy/prompt/syntheticanswer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Answers that no model gave, read as clients read them.
class SyntheticAnswerTest : public QObject
{
    Q_OBJECT

private slots:
    void aResponsesStreamTellsAWholeAnswer_data();
    void aResponsesStreamTellsAWholeAnswer();
    void aResponsesDocumentIsWhatTheStreamEndsWith_data();
    void aResponsesDocumentIsWhatTheStreamEndsWith();
    void aChatStreamTellsAWholeAnswer_data();
    void aChatStreamTellsAWholeAnswer();
    void aChatDocumentHoldsTheText_data();
    void aChatDocumentHoldsTheText();
    void anUnknownModelIsNotNamed();
    void aCommentaryIsOneFinishedItem_data();
    void aCommentaryIsOneFinishedItem();
    void idsAreNewAndOurOwn();

private:
    struct Event
    {
        QByteArray type;
        QJsonObject data;
    };
    static QList<Event> eventsOf(const QByteArray &stream);
    static void addTexts();
};

QList<SyntheticAnswerTest::Event> SyntheticAnswerTest::eventsOf(const QByteArray &stream)
{
    QList<Event> events;
    http::SseParser parser;
    QByteArrayView input(stream);
    while (!input.isEmpty()) {
        if (parser.feed(input) != http::SseParser::Progress::Event)
            break;
        const QByteArray data = parser.event().data.toByteArray();
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(data, &error);
        if (data != "[DONE]" && error.error != QJsonParseError::NoError)
            qFatal("no JSON: %s", data.constData());
        events.append({data == "[DONE]" ? data : parser.event().type.toByteArray(), document.object()});
    }
    if (!stream.endsWith("\n\n"))
        qFatal("the last event does not end");
    return events;
}

void SyntheticAnswerTest::addTexts()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QString &text) { QTest::newRow(name) << text << text; };
    row("a word", u"blocked"_s);
    row("nothing", QString());
    row("lines", u"# Title\n\n* a\r\n* b\n\n"_s);
    row("what JSON escapes", u"\"\\/\b\f\t\u007f\u2028\u2029"_s);
    row("what would end an event", u"a\n\ndata: {}\n\nevent: x\n"_s);
    row("not ASCII", u"\u00e4\u20ac\U0001f600"_s);
    QString control;
    for (char16_t c = 0; c < 0x20; ++c)
        control += QChar(c);
    row("control characters", control);
    row("long, with pairs at every place", u"x"_s + u"\U0001f600"_s.repeated(1000));
    QTest::newRow("half a pair") << QString(u"a"_s + QChar(0xd83d) + u'b') << u"a?b"_s;
}

void SyntheticAnswerTest::aResponsesStreamTellsAWholeAnswer_data()
{
    addTexts();
}

void SyntheticAnswerTest::aResponsesStreamTellsAWholeAnswer()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const SyntheticAnswer answer =
        SyntheticAnswer::of(AnswerShape::ResponsesStream, text, u"gpt-5", 1'700'000'000);
    QVERIFY(answer.contentType.startsWith("text/event-stream"));
    const QList<Event> events = eventsOf(answer.body);

    QByteArrayList types;
    QString deltas;
    for (qsizetype i = 0; i < events.size(); ++i) {
        QCOMPARE(events[i].data.value("type"_L1).toString().toUtf8(), events[i].type);
        QCOMPARE(events[i].data.value("sequence_number"_L1).toInt(-1), int(i));
        if (types.isEmpty() || types.constLast() != events[i].type)
            types += events[i].type;
        deltas += events[i].data.value("delta"_L1).toString();
    }
    QByteArrayList story{
        "response.created",           "response.output_item.added", "response.content_part.added",
        "response.output_text.delta", "response.output_text.done",  "response.content_part.done",
        "response.output_item.done",  "response.completed"};
    if (text.isEmpty())
        story.removeAll("response.output_text.delta");
    QCOMPARE(types, story);
    QCOMPARE(deltas, expected);

    const QJsonObject item = events[events.size() - 2].data.value("item"_L1).toObject();
    QCOMPARE(item.value("type"_L1), QJsonValue(u"message"_s));
    QCOMPARE(item.value("role"_L1), QJsonValue(u"assistant"_s));
    QVERIFY(!item.contains("phase"_L1)); // it is the final message
    QCOMPARE(item.value("content"_L1)[0]["text"_L1].toString(), expected);
    QCOMPARE(events[1].data.value("item"_L1)["id"_L1], item.value("id"_L1));

    const QJsonObject response = events.constLast().data.value("response"_L1).toObject();
    QCOMPARE(response.value("status"_L1), QJsonValue(u"completed"_s));
    QCOMPARE(response.value("model"_L1), QJsonValue(u"gpt-5"_s));
    QCOMPARE(response.value("created_at"_L1).toInteger(), 1'700'000'000);
    QCOMPARE(response.value("output"_L1), QJsonValue(QJsonArray{item}));
    for (const char *count : {"input_tokens", "output_tokens", "total_tokens"})
        QCOMPARE(response.value("usage"_L1)[QLatin1StringView(count)].toInt(-1), 0);
    QCOMPARE(events[0].data.value("response"_L1)["id"_L1], response.value("id"_L1));
    QCOMPARE(events[0].data.value("response"_L1)["status"_L1], QJsonValue(u"in_progress"_s));
    QVERIFY(events[0].data.value("response"_L1)["usage"_L1].isNull());
}

void SyntheticAnswerTest::aResponsesDocumentIsWhatTheStreamEndsWith_data()
{
    addTexts();
}

void SyntheticAnswerTest::aResponsesDocumentIsWhatTheStreamEndsWith()
{
    QFETCH(QString, text);
    const SyntheticAnswer document = SyntheticAnswer::of(AnswerShape::ResponsesDocument, text, u"gpt-5", 7);
    QCOMPARE(document.contentType, "application/json");
    const SyntheticAnswer stream = SyntheticAnswer::of(AnswerShape::ResponsesStream, text, u"gpt-5", 7);
    const auto withoutIds = [](QJsonObject response) {
        response.remove("id"_L1);
        QJsonArray output = response.value("output"_L1).toArray();
        QJsonObject item = output[0].toObject();
        item.remove("id"_L1);
        output[0] = item;
        response.insert("output"_L1, output);
        return response;
    };
    const QJsonObject response = QJsonDocument::fromJson(document.body).object();
    QVERIFY(!response.isEmpty());
    QCOMPARE(withoutIds(response),
             withoutIds(eventsOf(stream.body).constLast().data.value("response"_L1).toObject()));
}

void SyntheticAnswerTest::aChatStreamTellsAWholeAnswer_data()
{
    addTexts();
}

void SyntheticAnswerTest::aChatStreamTellsAWholeAnswer()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const SyntheticAnswer answer = SyntheticAnswer::of(AnswerShape::ChatStream, text, u"gpt-5", 7);
    QVERIFY(answer.contentType.startsWith("text/event-stream"));
    QList<Event> events = eventsOf(answer.body);
    QCOMPARE(events.takeLast().type, "[DONE]");
    QString content;
    for (const Event &event : std::as_const(events)) {
        QCOMPARE(event.data.value("object"_L1), QJsonValue(u"chat.completion.chunk"_s));
        QCOMPARE(event.data.value("id"_L1), events[0].data.value("id"_L1));
        QCOMPARE(event.data.value("model"_L1), QJsonValue(u"gpt-5"_s));
        QCOMPARE(event.data.value("created"_L1).toInt(), 7);
        const QJsonObject choice = event.data.value("choices"_L1)[0].toObject();
        content += choice.value("delta"_L1)["content"_L1].toString();
        const bool isLast = &event == &events.constLast();
        QCOMPARE(choice.value("finish_reason"_L1), isLast ? QJsonValue(u"stop"_s) : QJsonValue());
    }
    QCOMPARE(events[0].data.value("choices"_L1)[0]["delta"_L1]["role"_L1], QJsonValue(u"assistant"_s));
    QCOMPARE(content, expected);
}

void SyntheticAnswerTest::aChatDocumentHoldsTheText_data()
{
    addTexts();
}

void SyntheticAnswerTest::aChatDocumentHoldsTheText()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const SyntheticAnswer answer = SyntheticAnswer::of(AnswerShape::ChatDocument, text, u"gpt-5", 7);
    QCOMPARE(answer.contentType, "application/json");
    const QJsonObject chat = QJsonDocument::fromJson(answer.body).object();
    QCOMPARE(chat.value("object"_L1), QJsonValue(u"chat.completion"_s));
    const QJsonObject choice = chat.value("choices"_L1)[0].toObject();
    QCOMPARE(choice.value("message"_L1)["content"_L1].toString(u"none"_s), expected);
    QCOMPARE(choice.value("finish_reason"_L1), QJsonValue(u"stop"_s));
    QCOMPARE(chat.value("usage"_L1)["total_tokens"_L1].toInt(-1), 0);
}

void SyntheticAnswerTest::anUnknownModelIsNotNamed()
{
    for (const AnswerShape shape : {AnswerShape::ResponsesStream, AnswerShape::ResponsesDocument,
                                    AnswerShape::ChatStream, AnswerShape::ChatDocument})
        QVERIFY(!SyntheticAnswer::of(shape, u"x", {}, 7).body.contains("\"model\""));
}

void SyntheticAnswerTest::aCommentaryIsOneFinishedItem_data()
{
    addTexts();
}

void SyntheticAnswerTest::aCommentaryIsOneFinishedItem()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const QList<Event> events = eventsOf(commentaryEvent(text));
    QCOMPARE(events.size(), 1);
    QCOMPARE(events[0].type, "response.output_item.done");
    QCOMPARE(events[0].data.value("type"_L1), QJsonValue(u"response.output_item.done"_s));
    const QJsonObject item = events[0].data.value("item"_L1).toObject();
    QCOMPARE(item.value("type"_L1), QJsonValue(u"message"_s));
    QCOMPARE(item.value("role"_L1), QJsonValue(u"assistant"_s));
    QCOMPARE(item.value("phase"_L1), QJsonValue(u"commentary"_s));
    QCOMPARE(item.value("content"_L1)[0]["type"_L1], QJsonValue(u"output_text"_s));
    QCOMPARE(item.value("content"_L1)[0]["text"_L1].toString(u"none"_s), expected);
}

void SyntheticAnswerTest::idsAreNewAndOurOwn()
{
    QSet<QString> ids;
    for (int i = 0; i < 100; ++i) {
        const QString item = eventsOf(commentaryEvent(u"x"))[0].data.value("item"_L1)["id"_L1].toString();
        QVERIFY2(item.startsWith(u"msg_cplus_note_"_s), qPrintable(item));
        const QJsonObject response =
            QJsonDocument::fromJson(SyntheticAnswer::of(AnswerShape::ResponsesDocument, u"x", {}, 7).body)
                .object();
        QVERIFY(response.value("id"_L1).toString().startsWith(u"resp_cplus_"_s));
        QVERIFY(response.value("output"_L1)[0]["id"_L1].toString().startsWith(u"msg_cplus_"_s));
        const QString chat =
            QJsonDocument::fromJson(SyntheticAnswer::of(AnswerShape::ChatDocument, u"x", {}, 7).body)["id"_L1]
                .toString();
        QVERIFY(chat.startsWith(u"chatcmpl_cplus_"_s));
        for (const QString &id : {item, response.value("id"_L1).toString(),
                                  response.value("output"_L1)[0]["id"_L1].toString(), chat}) {
            QVERIFY(id.size() <= 64);
            QVERIFY(!ids.contains(id));
            ids.insert(id);
        }
    }
}

QTEST_APPLESS_MAIN(SyntheticAnswerTest)
#include "tst_syntheticanswer.moc"
