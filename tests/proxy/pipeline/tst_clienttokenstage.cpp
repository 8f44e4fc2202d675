// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/clienttokenstage.h"
#include "tests/proxy/pipeline/stageprobe.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Who knows the word comes in.
class ClientTokenStageTest : public QObject
{
    Q_OBJECT

private slots:
    void onlyTheExactTokenOpensTheDoor_data();
    void onlyTheExactTokenOpensTheDoor();
    void withoutATokenEverybodyComesIn();
    void theFieldIsTakenOut();
};

void ClientTokenStageTest::onlyTheExactTokenOpensTheDoor_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<http::HeaderList>("headers");
    QTest::addColumn<bool>("isIn");
    const auto row = [](const char *name, http::HeaderList headers, bool isIn, const QByteArray &target = "/v1/responses") {
        QTest::newRow(name) << target << headers << isIn;
    };
    row("the token", {{"X-Codex-Plus-Token", "open sesame"}}, true);
    row("any case of the name", {{"x-codex-PLUS-token", "open sesame"}}, true);
    row("none", {}, false);
    row("empty", {{"X-Codex-Plus-Token", ""}}, false);
    row("its beginning", {{"X-Codex-Plus-Token", "open sesam"}}, false);
    row("with more behind", {{"X-Codex-Plus-Token", "open sesame!"}}, false);
    row("another case", {{"X-Codex-Plus-Token", "Open sesame"}}, false);
    row("twice", {{"X-Codex-Plus-Token", "open sesame"}, {"X-Codex-Plus-Token", "open sesame"}}, false);
    row("wrong, then right", {{"X-Codex-Plus-Token", "no"}, {"X-Codex-Plus-Token", "open sesame"}}, false);
    row("in the query", {}, false, "/v1/responses?x-codex-plus-token=open sesame");
    row("in another field", {{"Authorization", "Bearer open sesame"}}, false);
    row("health", {}, true, "/health");
    row("health with a query", {}, true, "/health?x");
    row("like health", {}, false, "/healthy");
    row("below health", {}, false, "/health/x");
    row("the control API, which has its own", {}, true, "/codexplus/v1");
    row("like the control API", {}, false, "/codexplusses");
}

void ClientTokenStageTest::onlyTheExactTokenOpensTheDoor()
{
    QFETCH(QByteArray, target);
    QFETCH(http::HeaderList, headers);
    QFETCH(bool, isIn);
    ClientTokenStage stage("open sesame");
    QCOMPARE(askStage(stage, headOf("POST", target, headers)), isIn ? u"continue"_s : u"refuse 403 client_token"_s);
}

void ClientTokenStageTest::withoutATokenEverybodyComesIn()
{
    ClientTokenStage stage("");
    QCOMPARE(askStage(stage, headOf("POST", "/", {})), u"continue"_s);
    QCOMPARE(askStage(stage, headOf("POST", "/", {{"X-Codex-Plus-Token", "x"}})), u"continue"_s);
}

void ClientTokenStageTest::theFieldIsTakenOut()
{
    for (const char *token : {"", "word"}) {
        ClientTokenStage stage(token);
        StageRequest request{headOf("POST", "/", {{"A", "1"}, {"X-Codex-Plus-Token", "word"}, {"B", "2"}})};
        stage.handle(request, [](StageOutcome) {});
        QVERIFY(request.head.headers == (http::HeaderList{{"A", "1"}, {"B", "2"}}));
    }
}

QTEST_APPLESS_MAIN(ClientTokenStageTest)
#include "tst_clienttokenstage.moc"
