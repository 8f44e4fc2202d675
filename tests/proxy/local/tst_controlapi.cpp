// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/local/controlapi.h"
#include "tests/proxy/pipeline/stageprobe.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Which handler a method and a path belong to.
class ControlApiTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void requestsFindTheirHandler_data();
    void requestsFindTheirHandler();
    void theQueryIsHandedOn();
    void aJsonReplyIsNotTraffic();

private:
    QString find(const QByteArray &method, const QByteArray &target, ControlCall *given = nullptr)
    {
        ControlCall call;
        m_called.clear();
        const auto found = m_api.find(headOf(method, target, {}), call);
        if (given)
            *given = call;
        if (const auto *error = std::get_if<http::HttpError>(&found)) {
            const QByteArray allowed = error->fields.first("allow").value_or("").toByteArray();
            return u"%1 %2"_s.arg(error->status).arg(QString::fromLatin1(allowed)).trimmed();
        }
        (*std::get<const ControlApi::Handler *>(found))(call, {});
        return m_called;
    }
    void add(const QByteArray &method, const QByteArray &path)
    {
        m_api.add(method, path, [this, name = method + ' ' + path](const ControlCall &call, const ControlApi::Reply &) {
            m_called = QString::fromLatin1(name) + (call.parameters.isEmpty() ? QString() : u" with "_s + call.parameters.join(u','));
        });
    }

    ControlApi m_api;
    QString m_called;
};

void ControlApiTest::initTestCase()
{
    add("GET", "/codexplus/v1/things");
    add("POST", "/codexplus/v1/things");
    add("GET", "/codexplus/v1/things/{id}");
    add("DELETE", "/codexplus/v1/things/{id}");
    add("POST", "/codexplus/v1/things/{id}/parts/{part}");
}

void ControlApiTest::requestsFindTheirHandler_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *method, const char *target, const QString &expected) {
        QTest::addRow("%s %s", method, target) << QByteArray(method) << QByteArray(target) << expected;
    };
    row("GET", "/codexplus/v1/things", u"GET /codexplus/v1/things"_s);
    row("HEAD", "/codexplus/v1/things", u"GET /codexplus/v1/things"_s);
    row("POST", "/codexplus/v1/things?x=/y", u"POST /codexplus/v1/things"_s);
    row("GET", "/codexplus/v1/things/a%2Fb%20c", u"GET /codexplus/v1/things/{id} with a/b c"_s);
    row("POST", "/codexplus/v1/things/1/parts/2", u"POST /codexplus/v1/things/{id}/parts/{part} with 1,2"_s);
    row("PUT", "/codexplus/v1/things", u"405 GET, POST"_s);
    row("POST", "/codexplus/v1/things/1", u"405 GET, DELETE"_s);
    for (const char *target : {"/codexplus", "/codexplus/", "/codexplus/v1/things/", "/codexplus/v1/thing", "/codexplus/v1/things/1/2",
                               "/codexplus/v1/%74hings", "/codexplus/v1//things"})
        row("GET", target, u"404"_s);
}

void ControlApiTest::requestsFindTheirHandler()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QString, expected);
    QCOMPARE(find(method, target), expected);
}

void ControlApiTest::theQueryIsHandedOn()
{
    ControlCall call;
    find("GET", "/codexplus/v1/things?limit=5&name=a%20b", &call);
    QCOMPARE(call.query.queryItemValue(u"limit"_s), u"5"_s);
    QCOMPARE(call.query.queryItemValue(u"name"_s, QUrl::FullyDecoded), u"a b"_s);
    find("GET", "/codexplus/v1/things", &call);
    QVERIFY(call.query.isEmpty());
}

void ControlApiTest::aJsonReplyIsNotTraffic()
{
    const LocalReply reply = jsonReply({{u"a"_s, 1}}, 201);
    QCOMPARE(reply.status, 201);
    QCOMPARE(reply.body, R"({"a":1})");
    QVERIFY(!reply.isTraffic);
    QCOMPARE(reply.headers.first("cache-control").value_or("").toByteArray(), "no-store");
}

QTEST_APPLESS_MAIN(ControlApiTest)
#include "tst_controlapi.moc"
