// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/addressguardstage.h"
#include "proxy/upstream/upstreamrouter.h"
#include "tests/proxy/pipeline/stageprobe.h"

#include <QHostInfo>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Where a transport that looks hosts up by itself may go.
class AddressGuardStageTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_asked.clear(); }

    void literalsAreJudgedAtOnce_data();
    void literalsAreJudgedAtOnce();
    void aNameWaitsForItsAddresses();
    void oneForbiddenAddressIsEnough();
    void aGoodVerdictIsRemembered();
    void aBadVerdictIsNot();
    void anUnknownHostIsTheTransportsToReport();
    void aSilentNameServerIsNotWaitedForForEver();
    void withAProxyNothingIsLookedUp();

private:
    static QUrl url(const QString &host) { return QUrl(u"https://%1/v1"_s.arg(host)); }
    /// Collects questions; the test answers them.
    ConnectionOptions options(bool allowPrivate = false)
    {
        ConnectionOptions result;
        result.rules.allowPrivate = allowPrivate;
        result.lookupTimeout = 50ms;
        result.lookup = [this](const QString &, QObject *, const std::function<void(const QHostInfo &)> &done) {
            m_asked.push_back(done);
            return -1;
        };
        return result;
    }
    void answer(const QStringList &addresses)
    {
        QHostInfo info;
        QList<QHostAddress> list;
        for (const QString &text : addresses)
            list += QHostAddress(text);
        info.setAddresses(list);
        m_asked.back()(info);
    }
    static Stage::Next noteIn(QStringList &said)
    {
        return [&said](const StageOutcome &outcome) {
            const auto *error = std::get_if<http::HttpError>(&outcome);
            said += error ? QString::fromLatin1(error->code) : u"continue"_s;
        };
    }

    std::vector<std::function<void(const QHostInfo &)>> m_asked;
    Deadlines m_deadlines;
};

void AddressGuardStageTest::literalsAreJudgedAtOnce_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("said");
    QTest::newRow("public") << u"192.0.2.1"_s << u"continue"_s;
    QTest::newRow("loopback") << u"127.0.0.1"_s << u"continue"_s;
    QTest::newRow("localhost") << u"localhost"_s << u"continue"_s;
    QTest::newRow("private") << u"10.0.0.1"_s << u"refuse 502 upstream_forbidden"_s;
    QTest::newRow("metadata") << u"169.254.169.254"_s << u"refuse 502 upstream_forbidden"_s;
}

void AddressGuardStageTest::literalsAreJudgedAtOnce()
{
    QFETCH(QString, host);
    QFETCH(QString, said);
    const UpstreamRouter router(url(host));
    AddressGuardStage stage(router, &m_deadlines, options());
    QCOMPARE(askStage(stage, headOf("GET", "/", {})), said);
    QVERIFY(m_asked.empty());
}

void AddressGuardStageTest::aNameWaitsForItsAddresses()
{
    const UpstreamRouter router(url(u"upstream.test"_s));
    AddressGuardStage stage(router, &m_deadlines, options());
    QStringList said;
    StageRequest request{headOf("GET", "/", {})};
    stage.handle(request, noteIn(said));
    stage.handle(request, noteIn(said));
    QCOMPARE(said, QStringList());
    QCOMPARE(m_asked.size(), 1u); // one lookup for both
    answer({u"192.0.2.1"_s, u"2001:db8::1"_s});
    QCOMPARE(said, (QStringList{u"continue"_s, u"continue"_s}));
}

void AddressGuardStageTest::oneForbiddenAddressIsEnough()
{
    const UpstreamRouter router(url(u"upstream.test"_s));
    AddressGuardStage stage(router, &m_deadlines, options());
    QStringList said;
    StageRequest request{headOf("GET", "/", {})};
    stage.handle(request, noteIn(said));
    answer({u"192.0.2.1"_s, u"127.0.0.1"_s});
    QCOMPARE(said, QStringList{u"upstream_forbidden"_s});
}

void AddressGuardStageTest::aGoodVerdictIsRemembered()
{
    const UpstreamRouter router(url(u"upstream.test"_s));
    AddressGuardStage stage(router, &m_deadlines, options(true));
    QStringList said;
    StageRequest request{headOf("GET", "/", {})};
    stage.handle(request, noteIn(said));
    answer({u"10.0.0.1"_s});
    QCOMPARE(askStage(stage, request.head), u"continue"_s);
    QCOMPARE(m_asked.size(), 1u);
}

void AddressGuardStageTest::aBadVerdictIsNot()
{
    const UpstreamRouter router(url(u"upstream.test"_s));
    AddressGuardStage stage(router, &m_deadlines, options());
    QStringList said;
    StageRequest request{headOf("GET", "/", {})};
    stage.handle(request, noteIn(said));
    answer({u"10.0.0.1"_s});
    stage.handle(request, noteIn(said));
    answer({u"192.0.2.1"_s});
    QCOMPARE(said, (QStringList{u"upstream_forbidden"_s, u"continue"_s}));
}

void AddressGuardStageTest::anUnknownHostIsTheTransportsToReport()
{
    const UpstreamRouter router(url(u"upstream.test"_s));
    AddressGuardStage stage(router, &m_deadlines, options());
    QStringList said;
    StageRequest request{headOf("GET", "/", {})};
    stage.handle(request, noteIn(said));
    answer({});
    QCOMPARE(said, QStringList{u"continue"_s});
    stage.handle(request, noteIn(said));
    QCOMPARE(m_asked.size(), 2u); // and asked again
}

void AddressGuardStageTest::aSilentNameServerIsNotWaitedForForEver()
{
    const UpstreamRouter router(url(u"upstream.test"_s));
    AddressGuardStage stage(router, &m_deadlines, options());
    QStringList said;
    StageRequest request{headOf("GET", "/", {})};
    stage.handle(request, noteIn(said));
    QTRY_COMPARE(said, QStringList{u"upstream_dns_timeout"_s});
    stage.handle(request, noteIn(said));
    answer({u"192.0.2.1"_s});
    QCOMPARE(said, (QStringList{u"upstream_dns_timeout"_s, u"continue"_s}));
}

void AddressGuardStageTest::withAProxyNothingIsLookedUp()
{
    const UpstreamRouter router(url(u"upstream.test"_s));
    ConnectionOptions viaProxy = options();
    viaProxy.proxy = *UpstreamProxy::fromText(u"http://proxy:1"_s, {});
    AddressGuardStage stage(router, &m_deadlines, viaProxy);
    QCOMPARE(askStage(stage, headOf("GET", "/", {})), u"continue"_s);
    QVERIFY(m_asked.empty());
}

QTEST_GUILESS_MAIN(AddressGuardStageTest)
#include "tst_addressguardstage.moc"
