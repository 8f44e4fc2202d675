// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/trust/truststore.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What is trusted is exactly what the user has seen.
class TrustStoreTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void nothingIsTrustedToBeginWith();
    void whatIsTrustedStaysTrusted();
    void oneByteMakesItUntrusted();
    void trustInAnotherPlaceDoesNotCount();
    void allOfThemMustBeTrusted();
    void trustingAgainReplaces();
    void revokedIsUntrusted();
    void changesOfOthersAreSeenAtOnce();
    void theFileIsPrivate();
    void aSubjectIsTheRealFile();
    void whatIsNoSubject_data();
    void whatIsNoSubject();
    void aNestedRepositoryIsNotCovered();
    void unknownKeysAreKept();
    void aDamagedStoreTrustsNothing_data();
    void aDamagedStoreTrustsNothing();
    void aDamagedStoreIsMovedAsideWhenSomethingIsTrusted();
    void aNewerFormatIsLeftAlone();
    void othersMayNotWriteIt();
    void severalProcessesTrustAtATime();

private:
    QString store() const { return m_dir->filePath(u"data/trust.json"_s); }
    TrustStore open() const { return TrustStore(m_dir->filePath(u"data"_s)); }
    void put(const QString &path, const QByteArray &bytes) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    QByteArray content() const
    {
        QFile file(store());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static TrustSubject subject(const QString &path, const QByteArray &text)
    {
        return {path, QCryptographicHash::hash(text, QCryptographicHash::Sha256)};
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TrustStoreTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_dir = std::make_unique<QTemporaryDir>();
}

void TrustStoreTest::nothingIsTrustedToBeginWith()
{
    TrustStore trust = open();
    QVERIFY(!trust.isTrusted({subject(u"/p/a"_s, "x")}));
    QVERIFY(trust.isTrusted({})); // nothing asks for nothing
    QCOMPARE(trust.trustedContent(u"/p/a"_s), QByteArray());
    QCOMPARE(*trust.all(), QList<TrustSubject>());
    QCOMPARE(trust.revoke(u"/p/a"_s).error().code, Error::Code::NotFound);
    QVERIFY(!QFile::exists(m_dir->filePath(u"data"_s))); // asking creates nothing
}

void TrustStoreTest::whatIsTrustedStaysTrusted()
{
    const QList<TrustSubject> subjects{subject(u"/p/b"_s, "x"), subject(u"/p/a"_s, "y")};
    TrustStore trust = open();
    QVERIFY(trust.trust(subjects));
    QVERIFY(trust.isTrusted(subjects));
    TrustStore later = open();
    QVERIFY(later.isTrusted(subjects));
    QCOMPARE(*later.all(), (QList<TrustSubject>{subjects[1], subjects[0]}));
    QCOMPARE(later.trustedContent(u"/p/b"_s), subjects[0].sha256);
}

void TrustStoreTest::oneByteMakesItUntrusted()
{
    const QString path = m_dir->filePath(u"hook.py"_s);
    put(path, "print(1)\n");
    TrustStore trust = open();
    QVERIFY(trust.trust({*TrustSubject::ofFile(path)}));
    put(path, "print(2)\n");
    const auto changed = TrustSubject::ofFile(path);
    QVERIFY(!trust.isTrusted({*changed}));
    QCOMPARE(trust.trustedContent(changed->path), QCryptographicHash::hash("print(1)\n", QCryptographicHash::Sha256));
}

void TrustStoreTest::trustInAnotherPlaceDoesNotCount()
{
    TrustStore trust = open();
    QVERIFY(trust.trust({subject(u"/p/a"_s, "x")}));
    QVERIFY(!trust.isTrusted({subject(u"/p/b"_s, "x")}));
    QVERIFY(!trust.isTrusted({subject(u"/p/A"_s, "x")}));
    QVERIFY(!trust.isTrusted({subject(u"/p/a/"_s, "x")}));
}

void TrustStoreTest::allOfThemMustBeTrusted()
{
    TrustStore trust = open();
    QVERIFY(trust.trust({subject(u"/p/a"_s, "x")}));
    QVERIFY(!trust.isTrusted({subject(u"/p/a"_s, "x"), subject(u"/p/b"_s, "x")}));
}

void TrustStoreTest::trustingAgainReplaces()
{
    TrustStore trust = open();
    QVERIFY(trust.trust({subject(u"/p/a"_s, "x")}));
    QVERIFY(trust.trust({subject(u"/p/a"_s, "y")}));
    QVERIFY(!trust.isTrusted({subject(u"/p/a"_s, "x")}));
    QVERIFY(trust.isTrusted({subject(u"/p/a"_s, "y")}));
    QCOMPARE(trust.all()->size(), 1);
}

void TrustStoreTest::revokedIsUntrusted()
{
    TrustStore trust = open();
    QVERIFY(trust.trust({subject(u"/p/a"_s, "x"), subject(u"/p/b"_s, "x")}));
    QVERIFY(trust.revoke(u"/p/a"_s));
    QVERIFY(!trust.isTrusted({subject(u"/p/a"_s, "x")}));
    QVERIFY(trust.isTrusted({subject(u"/p/b"_s, "x")}));
    QCOMPARE(trust.revoke(u"/p/a"_s).error().code, Error::Code::NotFound);
}

void TrustStoreTest::changesOfOthersAreSeenAtOnce()
{
    TrustStore one = open();
    TrustStore other = open();
    for (int round = 0; round < 50; ++round) { // replaced by a file of the same size each time
        const TrustSubject now = subject(u"/p/a"_s, QByteArray::number(round));
        QVERIFY(!other.isTrusted({now}));
        QVERIFY(one.trust({now}));
        QVERIFY(other.isTrusted({now}));
    }
    QVERIFY(QFile::remove(store()));
    QVERIFY(!one.isTrusted({subject(u"/p/a"_s, "49")}));
}

void TrustStoreTest::theFileIsPrivate()
{
    QVERIFY(open().trust({subject(u"/p/a"_s, "x")}));
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeGroup | QFile::ExeOther;
    QCOMPARE(QFile::permissions(store()) & others, QFile::Permissions());
    QCOMPARE(QFile::permissions(m_dir->filePath(u"data"_s)) & others, QFile::Permissions());
}

void TrustStoreTest::aSubjectIsTheRealFile()
{
    put(m_dir->filePath(u"real"_s), "x");
    QVERIFY(QFile::link(m_dir->filePath(u"real"_s), m_dir->filePath(u"link"_s)));
    const auto real = TrustSubject::ofFile(m_dir->filePath(u"real"_s));
    const auto link = TrustSubject::ofFile(m_dir->path() + u"/./link"_s);
    QVERIFY(real && link);
    QCOMPARE(*link, *real);
    QCOMPARE(real->path, QDir(m_dir->path()).canonicalPath() + u"/real"_s);
    QCOMPARE(real->sha256.toHex(), "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
}

void TrustStoreTest::whatIsNoSubject_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("code");
    QTest::newRow("missing") << u"/no/such"_s << int(Error::Code::NotFound);
    QTest::newRow("a directory") << u"/etc"_s << int(Error::Code::Invalid);
    QTest::newRow("a device") << u"/dev/zero"_s << int(Error::Code::Invalid);
    QTest::newRow("too large") << u"DIR/large"_s << int(Error::Code::Invalid);
    QTest::newRow("leads nowhere") << u"DIR/link"_s << int(Error::Code::NotFound);
}

void TrustStoreTest::whatIsNoSubject()
{
    QFETCH(QString, path);
    QFETCH(int, code);
    put(m_dir->filePath(u"large"_s), {});
    QVERIFY(QFile::resize(m_dir->filePath(u"large"_s), 16 * 1024 * 1024 + 1));
    QVERIFY(QFile::link(u"/no/such"_s, m_dir->filePath(u"link"_s)));
    const auto nothing = TrustSubject::ofFile(path.replace(u"DIR"_s, m_dir->path()));
    QVERIFY(!nothing);
    QCOMPARE(int(nothing.error().code), code);
}

void TrustStoreTest::aNestedRepositoryIsNotCovered()
{
    put(m_dir->filePath(u"p/.codexplus/settings.json"_s), "{}");
    put(m_dir->filePath(u"p/q/.codexplus/settings.json"_s), "{}");
    TrustStore trust = open();
    QVERIFY(trust.trust({*TrustSubject::ofFile(m_dir->filePath(u"p/.codexplus/settings.json"_s))}));
    QVERIFY(!trust.isTrusted({*TrustSubject::ofFile(m_dir->filePath(u"p/q/.codexplus/settings.json"_s))}));
}

void TrustStoreTest::unknownKeysAreKept()
{
    const TrustSubject a = subject(u"/p/a"_s, "x");
    put(store(), R"({"version": 1, "later": {"x": [1]}, "trusted": [{"path": "/p/a", "note": "mine", "sha256": ")" + a.sha256.toHex() + "\"}]}");
    TrustStore trust = open();
    QVERIFY(trust.isTrusted({a}));
    QVERIFY(trust.trust({subject(u"/p/b"_s, "x"), subject(u"/p/a"_s, "y")}));
    const QJsonObject document = QJsonDocument::fromJson(content()).object();
    QCOMPARE(document.value(u"later"_s).toObject().value(u"x"_s).toArray(), QJsonArray{1});
    QCOMPARE(document.value(u"trusted"_s).toArray().at(0).toObject().value(u"note"_s).toString(), u"mine"_s);
    QVERIFY(trust.revoke(u"/p/b"_s));
    QVERIFY(content().contains("later"));
}

void TrustStoreTest::aDamagedStoreTrustsNothing_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray entry = R"({"path": "/p/a", "sha256": ")" + subject(u"/p/a"_s, "x").sha256.toHex() + "\"}";
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut") << R"({"version": 1, "trusted": [)" + entry;
    QTest::newRow("binary") << QByteArray("\0\xff\1", 3);
    QTest::newRow("no object") << "[" + entry + "]";
    QTest::newRow("no list") << QByteArray(R"({"version": 1})");
    QTest::newRow("one bad entry") << R"({"version": 1, "trusted": [)" + entry + R"(, {"path": "/p/b", "sha256": "12"}]})";
    QTest::newRow("a relative path") << R"({"version": 1, "trusted": [)" + entry + R"(, {"path": "p", "sha256": ")" + QByteArray(64, '0') + "\"}]}";
    QTest::newRow("an entry twice") << R"({"version": 1, "trusted": [)" + entry + "," + entry + "]}";
}

void TrustStoreTest::aDamagedStoreTrustsNothing()
{
    QFETCH(QByteArray, bytes);
    put(store(), bytes);
    TrustStore trust = open();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"trust.json is damaged: "_s));
    QVERIFY(!trust.isTrusted({subject(u"/p/a"_s, "x")}));
    QVERIFY(!trust.isTrusted({subject(u"/p/a"_s, "x")})); // and says so once
    const auto all = trust.all();
    QVERIFY(!all);
    QCOMPARE(all.error().code, Error::Code::Invalid);
    QVERIFY(all.error().message.contains(u"; "_s));
    QVERIFY(!trust.revoke(u"/p/a"_s));
    QCOMPARE(content(), bytes); // untouched
}

void TrustStoreTest::aDamagedStoreIsMovedAsideWhenSomethingIsTrusted()
{
    TrustStore trust = open();
    for (int round = 0; round < 2; ++round) { // in the same second, too
        put(store(), "{ broken " + QByteArray::number(round));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"trust.json was damaged and is .*/trust.json.corrupt-\\d{8}T\\d{6}Z(-2)? now"_s));
        QVERIFY(trust.trust({subject(u"/p/a"_s, "x")}));
        QVERIFY(trust.isTrusted({subject(u"/p/a"_s, "x")}));
    }
    const QDir data(m_dir->filePath(u"data"_s));
    QByteArrayList kept;
    for (const QString &name : data.entryList({u"trust.json.corrupt-*"_s})) {
        QFile file(data.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        kept += file.readAll();
    }
    std::sort(kept.begin(), kept.end());
    QCOMPARE(kept, (QByteArrayList{"{ broken 0", "{ broken 1"}));
}

void TrustStoreTest::aNewerFormatIsLeftAlone()
{
    const QByteArray bytes = R"({"version": 2, "trusted": [{"something": "else"}]})";
    put(store(), bytes);
    TrustStore trust = open();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"newer version"_s));
    QVERIFY(!trust.isTrusted({subject(u"/p/a"_s, "x")}));
    QVERIFY(!trust.trust({subject(u"/p/a"_s, "x")}));
    QVERIFY(!trust.revoke(u"/p/a"_s));
    QCOMPARE(content(), bytes);
}

void TrustStoreTest::othersMayNotWriteIt()
{
    QVERIFY(open().trust({subject(u"/p/a"_s, "x")}));
    QVERIFY(QFile::setPermissions(store(), QFile::permissions(store()) | QFile::WriteGroup));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"others may write it"_s));
    QVERIFY(!open().isTrusted({subject(u"/p/a"_s, "x")}));
}

void TrustStoreTest::severalProcessesTrustAtATime()
{
    constexpr int processes = 4;
    constexpr int rounds = 25;
    const QString mine = qEnvironmentVariable("CPX_TEST_TRUST");
    if (!mine.isEmpty()) { // one of them
        TrustStore trust(qEnvironmentVariable("CPX_TEST_DATA"));
        for (int round = 0; round < rounds; ++round)
            QVERIFY(trust.trust({subject(u"/p/%1/%2"_s.arg(mine).arg(round), "x")}));
        return;
    }
    std::vector<std::unique_ptr<QProcess>> all;
    for (int number = 0; number < processes; ++number) {
        auto process = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"CPX_TEST_TRUST"_s, u"process %1"_s.arg(number));
        environment.insert(u"CPX_TEST_DATA"_s, m_dir->filePath(u"data"_s));
        process->setProcessEnvironment(environment);
        process->start(QCoreApplication::applicationFilePath(), {u"severalProcessesTrustAtATime"_s});
        all.push_back(std::move(process));
    }
    for (const auto &process : all) {
        QTRY_COMPARE_WITH_TIMEOUT(process->state(), QProcess::NotRunning, 30'000);
        QCOMPARE(process->exitCode(), 0);
    }
    QCOMPARE(open().all()->size(), processes * rounds);
}

QTEST_GUILESS_MAIN(TrustStoreTest)
#include "tst_truststore.moc"
