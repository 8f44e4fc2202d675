// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/local/controltoken.h"
#include "tests/support/proxybench.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace cpx;
using namespace Qt::StringLiterals;

/// The door of the control API, over real connections: who comes in, and what may be sent. Rows begin with the requirement
/// of docs/conformance.md.
class ControlApiStageTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_bench = std::make_unique<ProxyBench>(Transport::Direct, [this](EngineConfig &config) {
            config.runtimeDirectory = m_dir->filePath(u"run"_s);
            config.automation = AutomationOptions(); // what can be posted belongs to it
        });
    }
    void cleanup() { m_bench.reset(); }

    void whoHasTheTokenIsAnswered();
    void whoHasNotIsRefused_data();
    void whoHasNotIsRefused();
    void whatMayNotBeSentIsRefused_data();
    void whatMayNotBeSentIsRefused();
    void aBodyBeyondTheLimitIsCutOffWhereverItEnds();
    void whatIsThereIsReadAndRefusedByItsHandler();
    void withoutARuntimeDirectoryNobodyComesIn();
    void theTokenEndsWithTheEngine();
    void itIsNoTraffic();

private:
    QByteArray token() const { return *ControlToken::read(m_dir->filePath(u"run"_s), m_bench->engine->port()); }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<ProxyBench> m_bench;
};

void ControlApiStageTest::whoHasTheTokenIsAnswered()
{
    const auto client = m_bench->client();
    client->get("/codexplus/v1/status", "Authorization: Bearer " + token() + "\r\n");
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->status(), 200);
    const QJsonObject status = QJsonDocument::fromJson(client->body()).object();
    QCOMPARE(status.value(u"pid"_s).toInteger(), QCoreApplication::applicationPid());
    QCOMPARE(m_bench->upstream.connectionCount(), 0);
}

void ControlApiStageTest::whoHasNotIsRefused_data()
{
    QTest::addColumn<QByteArray>("request"); // up to the version; TOKEN stands for the token
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");
    const QByteArray get = "GET /codexplus/v1/status";
    const QByteArray good = "Authorization: Bearer TOKEN\r\n";
    QTest::newRow("API-1 no token") << get << QByteArray() << 401;
    QTest::newRow("API-1 nothing behind the scheme") << get << QByteArray("Authorization: Bearer \r\n") << 401;
    QTest::newRow("API-1 another scheme") << get << QByteArray("Authorization: Basic TOKEN\r\n") << 401;
    QTest::newRow("API-1 before it is known what is there") << QByteArray("GET /codexplus/v1/nothing") << QByteArray() << 401;
    QTest::newRow("API-1 twice") << get << good + good << 401;
    QTest::newRow("API-2 a part of it") << get << QByteArray("Authorization: Bearer PREFIX\r\n") << 401;
    QTest::newRow("API-2 and more") << get << QByteArray("Authorization: Bearer TOKEN0\r\n") << 401;
    QTest::newRow("API-2 in the query") << get + "?token=TOKEN&access_token=TOKEN" << QByteArray() << 401;
    QTest::newRow("API-2 in a cookie") << get << QByteArray("Cookie: token=TOKEN\r\n") << 401;
    QTest::newRow("API-3 a page") << get << good + "Origin: http://localhost:3000\r\n" << 403;
    QTest::newRow("API-3 a page elsewhere") << get << good + "Sec-Fetch-Site: cross-site\r\n" << 403;
    QTest::newRow("API-4 a change by GET's address") << QByteArray("POST /codexplus/v1/status")
                                                     << good + "Content-Type: application/json\r\nContent-Length: 0\r\n" << 405;
    QTest::newRow("unknown") << QByteArray("GET /codexplus/v1/nothing") << good << 404;
}

void ControlApiStageTest::whoHasNotIsRefused()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, fields);
    QFETCH(int, status);
    const auto filled = [this](QByteArray text) { return text.replace("TOKEN", token()).replace("PREFIX", token().first(20)); };
    const auto client = m_bench->client();
    client->send(filled(request) + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_bench->engine->port()) + "\r\n" + filled(fields) + "\r\n");
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->status(), status);
    QVERIFY(!client->received().contains(token()));
    QCOMPARE(m_bench->upstream.connectionCount(), 0);
}

void ControlApiStageTest::whatMayNotBeSentIsRefused_data()
{
    QTest::addColumn<QByteArray>("fields"); // TOKEN stands for the token, PORT for the port
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const QByteArray good = "Host: 127.0.0.1:PORT\r\nAuthorization: Bearer TOKEN\r\n";
    const QByteArray json = good + "Content-Type: application/json\r\n";
    const QByteArray event = R"({"hook_event_name":"PreModelRequest"})";
    QTest::newRow("API-1 no token") << QByteArray("Host: 127.0.0.1:PORT\r\nContent-Type: application/json\r\n") << event << 401;
    QTest::newRow("API-1 a wrong token") << QByteArray(json).replace("TOKEN", "0123456789abcdef") << event << 401;
    QTest::newRow("API-3 another host") << QByteArray(json).replace("127.0.0.1", "evil.example") << event << 403;
    QTest::newRow("API-3 no port") << QByteArray(json).replace(":PORT", "") << event << 403;
    QTest::newRow("API-3 a page") << json + "Origin: null\r\n" << event << 403;
    QTest::newRow("API-3 a page of ours") << json + "Origin: http://127.0.0.1:PORT\r\n" << event << 403;
    QTest::newRow("API-3 a page elsewhere") << json + "Sec-Fetch-Site: same-site\r\n" << event << 403;
    QTest::newRow("API-4 no type") << good << event << 415;
    QTest::newRow("API-4 what a form sends") << good + "Content-Type: text/plain\r\n" << event << 415;
    QTest::newRow("API-4 another type") << good + "Content-Type: application/json-seq\r\n" << event << 415;
    QTest::newRow("API-4 a type in another field") << good + "X-Content-Type: application/json\r\n" << event << 415;
    QTest::newRow("API-5 too large") << json << QByteArray(1024 * 1024 + 1, ' ') << 413;
    QTest::newRow("API-5 nothing") << json << QByteArray() << 400;
    QTest::newRow("API-5 cut") << json << QByteArray(R"({"a":)") << 400;
    QTest::newRow("API-5 a list") << json << QByteArray("[{}]") << 400;
    QTest::newRow("API-5 a word") << json << QByteArray("null") << 400;
    QTest::newRow("API-5 two") << json << QByteArray("{}{}") << 400;
    QTest::newRow("API-5 bytes") << json << QByteArray("\xff\xfe\x00{}", 5) << 400;
    QTest::newRow("API-5 deep") << json << R"({"a":)" + QByteArray(64, '[') + QByteArray(64, ']') + '}' << 400;
    QTest::newRow("API-5 very deep") << json << QByteArray(500'000, '[') << 400;
    QTest::newRow("API-5 deep without brackets") << json << QByteArray(R"({"a":)").repeated(100'000) << 400;
}

void ControlApiStageTest::whatMayNotBeSentIsRefused()
{
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    const auto client = m_bench->client();
    client->send("POST /codexplus/v1/hooks/events HTTP/1.1\r\n" + fields.replace("TOKEN", token()).replace("PORT", QByteArray::number(m_bench->engine->port()))
                 + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->status(), status);
    QVERIFY(QJsonDocument::fromJson(client->body()).object().value(u"error"_s).isObject());
    QVERIFY(!client->received().contains(token()));
    QCOMPARE(m_bench->upstream.connectionCount(), 0);
    // And whoever comes next is served.
    const auto next = m_bench->client();
    next->get("/codexplus/v1/status", "Authorization: Bearer " + token() + "\r\n");
    QTRY_COMPARE(next->status(), 200);
}

void ControlApiStageTest::aBodyBeyondTheLimitIsCutOffWhereverItEnds()
{
    const auto client = m_bench->client();
    client->send("POST /codexplus/v1/hooks/events HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_bench->engine->port()) + "\r\nAuthorization: Bearer " + token()
                 + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 17; ++i) // the end never comes
        client->send("10000\r\n" + QByteArray(0x10000, ' ') + "\r\n");
    QTRY_COMPARE(client->status(), 413);
}

void ControlApiStageTest::whatIsThereIsReadAndRefusedByItsHandler()
{
    const QByteArray field = "Authorization: Bearer " + token() + "\r\n";
    const auto post = m_bench->client();
    post->post(R"({"hook_event_name":"PreModelRequest"})", field + "Content-Type: Application/JSON; charset=utf-8\r\n", "/codexplus/v1/hooks/events");
    QTRY_COMPARE(post->status(), 400);
    QVERIFY(post->received().contains("bad_event"));
    const auto get = m_bench->client();
    get->get("/codexplus/v1/hooks/events", field);
    QTRY_COMPARE(get->status(), 405);
}

void ControlApiStageTest::withoutARuntimeDirectoryNobodyComesIn()
{
    ProxyBench bench(Transport::Direct);
    const auto client = bench.client();
    client->get("/codexplus/v1/status", "Authorization: Bearer \r\n");
    QTRY_COMPARE(client->status(), 401);
}

void ControlApiStageTest::theTokenEndsWithTheEngine()
{
    const quint16 port = m_bench->engine->port();
    QVERIFY(ControlToken::read(m_dir->filePath(u"run"_s), port));
    m_bench.reset();
    QVERIFY(!ControlToken::read(m_dir->filePath(u"run"_s), port));
}

void ControlApiStageTest::itIsNoTraffic()
{
    const auto client = m_bench->client();
    client->get("/codexplus/v1/status", "Authorization: Bearer " + token() + "\r\n");
    QTRY_COMPARE(client->status(), 200);
    const auto other = m_bench->client();
    other->get("/elsewhere");
    QTRY_COMPARE(m_bench->engine->flows().size(), 1);
    QCOMPARE(m_bench->engine->flows().constFirst().target, "/elsewhere");
}

QTEST_GUILESS_MAIN(ControlApiStageTest)
#include "tst_controlapistage.moc"
