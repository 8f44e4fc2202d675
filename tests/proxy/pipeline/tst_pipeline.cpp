// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/pipeline.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

namespace {

/// A stage made of a function, which notes that it was asked.
class FunctionStage : public Stage
{
public:
    using Function = std::function<void(StageRequest &, Next)>;
    FunctionStage(QStringList *log, const QString &name, Function function)
        : m_log(log)
        , m_name(name)
        , m_function(std::move(function))
    {
    }
    void handle(StageRequest &request, Next next) override
    {
        *m_log += m_name;
        m_function(request, std::move(next));
    }

private:
    QStringList *m_log;
    QString m_name;
    Function m_function;
};

} // namespace

/// Stages in a row: each is asked once, the first answer ends it.
class PipelineTest : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void withoutStagesTheRequestGoesOn();
    void stagesAreAskedInTheirOrder();
    void theFirstAnswerEndsIt();
    void aRefusalEndsIt();
    void changesToTheHeadReachTheNextStage();
    void aStageMayAnswerLater();
    void anAnswerAfterTheClientLeftDoesNothing();
    void aStageThatAnswersTwiceCountsOnce_data();
    void aStageThatAnswersTwiceCountsOnce();
    void aSecondAnswerThroughACopyCountsNeither();
    void aLateSecondAnswerCountsNeither();
    void requestsDoNotDisturbEachOther();

private:
    void add(const QString &name, FunctionStage::Function function)
    {
        m_pipeline->add(std::make_unique<FunctionStage>(&m_log, name, std::move(function)));
    }
    void addPassing(const QString &name)
    {
        add(name, [](StageRequest &, const Stage::Next &next) { next(Continue{}); });
    }
    void run()
    {
        m_pipeline->run(m_request, m_guard.get(), [this](const StageOutcome &outcome) { m_log += printed(outcome); });
    }
    static QString printed(const StageOutcome &outcome)
    {
        if (const auto *reply = std::get_if<LocalReply>(&outcome))
            return u"reply %1"_s.arg(reply->status);
        if (const auto *error = std::get_if<http::HttpError>(&outcome))
            return u"error %1"_s.arg(error->status);
        return u"continue"_s;
    }

    std::unique_ptr<Pipeline> m_pipeline;
    std::unique_ptr<QObject> m_guard;
    StageRequest m_request;
    QStringList m_log;
};

void PipelineTest::init()
{
    m_pipeline = std::make_unique<Pipeline>();
    m_guard = std::make_unique<QObject>();
    m_request = {};
    m_log.clear();
}

void PipelineTest::withoutStagesTheRequestGoesOn()
{
    run();
    QCOMPARE(m_log, QStringList{u"continue"_s});
}

void PipelineTest::stagesAreAskedInTheirOrder()
{
    addPassing(u"a"_s);
    addPassing(u"b"_s);
    addPassing(u"c"_s);
    run();
    QCOMPARE(m_log, (QStringList{u"a"_s, u"b"_s, u"c"_s, u"continue"_s}));
}

void PipelineTest::theFirstAnswerEndsIt()
{
    addPassing(u"a"_s);
    add(u"b"_s, [](StageRequest &, const Stage::Next &next) { next(LocalReply{204}); });
    addPassing(u"c"_s);
    run();
    QCOMPARE(m_log, (QStringList{u"a"_s, u"b"_s, u"reply 204"_s}));
}

void PipelineTest::aRefusalEndsIt()
{
    add(u"a"_s, [](StageRequest &, const Stage::Next &next) { next(http::HttpError{403, "no", {}}); });
    addPassing(u"b"_s);
    run();
    QCOMPARE(m_log, (QStringList{u"a"_s, u"error 403"_s}));
}

void PipelineTest::changesToTheHeadReachTheNextStage()
{
    QByteArray seen;
    add(u"a"_s, [](StageRequest &request, const Stage::Next &next) {
        request.head.headers.append("x", "1");
        request.head.target = "/changed";
        next(Continue{});
    });
    add(u"b"_s, [&](StageRequest &request, const Stage::Next &next) {
        seen = request.head.target + ' ' + request.head.headers.first("x").value_or("none").toByteArray();
        next(Continue{});
    });
    run();
    QCOMPARE(seen, "/changed 1");
    QCOMPARE(m_request.head.target, "/changed");
}

void PipelineTest::aStageMayAnswerLater()
{
    Stage::Next later;
    add(u"a"_s, [&](StageRequest &, Stage::Next next) { later = std::move(next); });
    addPassing(u"b"_s);
    run();
    QCOMPARE(m_log, QStringList{u"a"_s});
    later(Continue{});
    QCOMPARE(m_log, (QStringList{u"a"_s, u"b"_s, u"continue"_s}));
}

void PipelineTest::anAnswerAfterTheClientLeftDoesNothing()
{
    Stage::Next later;
    add(u"a"_s, [&](StageRequest &, Stage::Next next) { later = std::move(next); });
    addPassing(u"b"_s);
    run();
    m_guard.reset();
    later(Continue{});
    later(LocalReply{200});
    QCOMPARE(m_log, QStringList{u"a"_s});
}

void PipelineTest::aStageThatAnswersTwiceCountsOnce_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<QString>("expected");
    QTest::newRow("continue first") << 0 << u"continue"_s;
    QTest::newRow("reply first") << 1 << u"reply 200"_s;
}

void PipelineTest::aStageThatAnswersTwiceCountsOnce()
{
    QFETCH(int, first);
    QFETCH(QString, expected);
    add(u"a"_s, [first](StageRequest &, const Stage::Next &next) {
        next(first == 0 ? StageOutcome(Continue{}) : StageOutcome(LocalReply{200}));
        next(LocalReply{500});
        next(Continue{});
    });
    run();
    QCOMPARE(m_log, (QStringList{u"a"_s, expected}));
}

void PipelineTest::aSecondAnswerThroughACopyCountsNeither()
{
    add(u"a"_s, [](StageRequest &, const Stage::Next &next) {
        const Stage::Next copy = next;
        copy(Continue{});
        next(Continue{});
    });
    addPassing(u"b"_s);
    run();
    QCOMPARE(m_log, (QStringList{u"a"_s, u"b"_s, u"continue"_s}));
}

void PipelineTest::aLateSecondAnswerCountsNeither()
{
    // A stage with a time limit: the limit answers first, the work it waited for comes in after all.
    Stage::Next late;
    Stage::Next pending;
    add(u"a"_s, [&](StageRequest &, const Stage::Next &next) {
        late = next;
        next(Continue{});
    });
    add(u"b"_s, [&](StageRequest &, Stage::Next next) { pending = std::move(next); });
    run();
    late(LocalReply{500});
    QCOMPARE(m_log, (QStringList{u"a"_s, u"b"_s}));
    pending(LocalReply{200});
    late(Continue{});
    QCOMPARE(m_log, (QStringList{u"a"_s, u"b"_s, u"reply 200"_s}));
}

void PipelineTest::requestsDoNotDisturbEachOther()
{
    QList<Stage::Next> waiting;
    add(u"a"_s, [&](StageRequest &, Stage::Next next) { waiting += std::move(next); });
    StageRequest requests[2];
    QStringList outcomes;
    for (int i = 0; i < 2; ++i) {
        m_pipeline->run(requests[i], m_guard.get(), [&outcomes, i](const StageOutcome &outcome) {
            outcomes += u"%1: %2"_s.arg(i).arg(printed(outcome));
        });
    }
    waiting[1](LocalReply{201});
    waiting[0](Continue{});
    QCOMPARE(outcomes, (QStringList{u"1: reply 201"_s, u"0: continue"_s}));
}

QTEST_APPLESS_MAIN(PipelineTest)
#include "tst_pipeline.moc"
