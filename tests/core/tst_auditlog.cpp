// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auditlog.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/resource.h>
#include <unistd.h>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What was decided stays as it was written, or it shows.
class AuditLogTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void aRecordSaysWhoWhatAndWhy();
    void eachRecordHoldsTheHashOfTheOneBefore();
    void noSecretIsWritten();
    void nobodyCanForgeALine();
    void theFilesArePrivate();
    void noLogIsIntact();
    void everyChangeIsFound_data();
    void everyChangeIsFound();
    void everyChangedByteIsFound();
    void aHeadThatIsGoneIsFound();
    void aTornLineIsCutOffAndARecordSaysSo_data();
    void aTornLineIsCutOffAndARecordSaysSo();
    void aHeadThatIsOneBehindIsNoProblem();
    void aShortenedLogStaysSuspiciousWhenItGoesOn_data();
    void aShortenedLogStaysSuspiciousWhenItGoesOn();
    void theChainGoesOnOverFiles();
    void tenFilesAreKept();
    void aDroppedFileIsFound();
    void aFullDiskWritesNothing();
    void severalProcessesAppendAtATime();
    void whatIsNoFileIsLeftAlone();

private:
    AuditLog log(qint64 size = 10 * 1024 * 1024) const { return AuditLog(m_dir->filePath(u"data"_s), size); }
    QString path(const QString &name) const { return m_dir->filePath(u"data/"_s + name); }
    QByteArray content(const QString &name = u"audit.jsonl"_s) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void put(const QByteArray &bytes, const QString &name = u"audit.jsonl"_s) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    QByteArrayList lines() const { return content().chopped(1).split('\n'); }
    static QJsonObject object(const QByteArray &line) { return QJsonDocument::fromJson(line).object(); }
    static AuditEvent event(int number) { return {u"approval"_s, u"command %1"_s.arg(number), u"allowed"_s, u"user"_s, {}}; }
    void append(int count, qint64 size = 10 * 1024 * 1024) const
    {
        for (int number = 1; number <= count; ++number)
            QVERIFY(log(size).append(event(number)));
    }
    QStringList problems() const
    {
        const auto found = log().verify();
        return found ? found->problems : QStringList{found.error().message};
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void AuditLogTest::aRecordSaysWhoWhatAndWhy()
{
    const QByteArray hash = QCryptographicHash::hash("x", QCryptographicHash::Sha256);
    const auto before = QDateTime::currentDateTimeUtc();
    QVERIFY(log().append({u"trust"_s, u"/p/ä"_s, u"trusted"_s, u"user"_s, hash}));
    const QJsonObject record = object(lines().at(0));
    QCOMPARE(record.value(u"seq"_s).toInt(), 1);
    QCOMPARE(record.value(u"event"_s).toString(), u"trust"_s);
    QCOMPARE(record.value(u"who"_s).toInt(-1), int(::getuid()));
    QCOMPARE(record.value(u"what"_s).toString(), u"/p/ä"_s);
    QCOMPARE(record.value(u"decision"_s).toString(), u"trusted"_s);
    QCOMPARE(record.value(u"rule"_s).toString(), u"user"_s);
    QCOMPARE(record.value(u"hash"_s).toString().toLatin1(), hash.toHex());
    const QString time = record.value(u"time"_s).toString();
    QVERIFY2(time.endsWith(u'Z') && time.size() == 24, qPrintable(time));
    const auto written = QDateTime::fromString(time, Qt::ISODateWithMs);
    QVERIFY(written >= before.addMSecs(-1) && written <= QDateTime::currentDateTimeUtc());
}

void AuditLogTest::eachRecordHoldsTheHashOfTheOneBefore()
{
    append(3);
    const QByteArrayList all = lines();
    QCOMPARE(all.size(), 3);
    QCOMPARE(object(all[0]).value(u"prev"_s).toString(), QString(64, u'0'));
    for (int at = 1; at < 3; ++at) {
        QCOMPARE(object(all[at]).value(u"seq"_s).toInt(), at + 1);
        QCOMPARE(object(all[at]).value(u"prev"_s).toString().toLatin1(), QCryptographicHash::hash(all[at - 1], QCryptographicHash::Sha256).toHex());
    }
    const auto found = log().verify();
    QVERIFY(found && found->isIntact());
    QCOMPARE(found->records, 3);
    QCOMPARE(found->first, 1);
    QCOMPARE(found->last, 3);
}

void AuditLogTest::noSecretIsWritten()
{
    const QString secret = u"sk-abcdefghijklmnop"_s;
    QVERIFY(log().append({secret, u"curl -H 'Authorization: Bearer "_s + secret + u"'"_s, secret, u"--token="_s + secret, {}}));
    QVERIFY(!content().contains("abcdefghijklmnop"));
    QVERIFY(content().contains("curl"));
    QCOMPARE(problems(), QStringList());
}

void AuditLogTest::nobodyCanForgeALine()
{
    QVERIFY(log().append({u"a\nb"_s, u"x\r\n{\"seq\":2}\n"_s, u"\"}"_s, QString(100'000, u'\x01'), {}}));
    QCOMPARE(content().count('\n'), 1);
    QVERIFY(content().size() < 64 * 1024);
    QCOMPARE(problems(), QStringList());
    append(1);
    QCOMPARE(problems(), QStringList());
}

void AuditLogTest::theFilesArePrivate()
{
    append(1);
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeGroup | QFile::ExeOther;
    for (const char *name : {"", "audit.jsonl", "audit.head", "audit.lock"})
        QCOMPARE(QFile::permissions(path(QString::fromLatin1(name))) & others, QFile::Permissions());
}

void AuditLogTest::noLogIsIntact()
{
    auto found = log().verify();
    QVERIFY(found && found->isIntact());
    QCOMPARE(found->records, 0);
    QVERIFY(!QFile::exists(path({})));
}

void AuditLogTest::everyChangeIsFound_data()
{
    QTest::addColumn<QByteArray>("order"); ///< of the five lines; x: changed
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("as written") << QByteArray("12345") << QStringList();
    QTest::newRow("edited") << QByteArray("12x345") << QStringList{u"audit.jsonl, line 3: the record before it was changed"_s};
    QTest::newRow("the last one edited") << QByteArray("12345x") << QStringList{u"the last record is not the one that was written"_s};
    QTest::newRow("a line deleted") << QByteArray("1245") << QStringList{u"audit.jsonl, line 3: records 3 to 3 are missing"_s};
    QTest::newRow("the first two deleted") << QByteArray("345") << QStringList{u"records 1 to 2 are missing at the beginning"_s};
    QTest::newRow("shortened") << QByteArray("123") << QStringList{u"records 4 to 5 are missing at the end"_s};
    QTest::newRow("emptied") << QByteArray() << QStringList{u"records 1 to 5 are missing at the end"_s};
    QTest::newRow("swapped") << QByteArray("13245")
                             << QStringList{u"audit.jsonl, line 2: records 2 to 2 are missing"_s, u"audit.jsonl, line 3: record 2 comes after record 3"_s,
                                            u"audit.jsonl, line 4: records 3 to 3 are missing"_s};
    QTest::newRow("repeated") << QByteArray("122345") << QStringList{u"audit.jsonl, line 3: record 2 comes after record 2"_s};
}

void AuditLogTest::everyChangeIsFound()
{
    QFETCH(QByteArray, order);
    QFETCH(QStringList, expected);
    append(5);
    const QByteArrayList all = lines();
    QByteArray changed;
    for (const char c : order) {
        if (c == 'x')
            changed.replace(changed.lastIndexOf("allowed"), 7, "refused");
        else
            changed += all.at(c - '1') + '\n';
    }
    put(changed);
    QCOMPARE(problems(), expected);
}

void AuditLogTest::everyChangedByteIsFound()
{
    append(2);
    const QByteArray good = content();
    for (qsizetype at = 0; at < good.size(); ++at) {
        QByteArray bad = good;
        bad[at] = char(bad[at] ^ 1);
        put(bad);
        QVERIFY2(!problems().isEmpty(), bad.constData());
    }
    for (qsizetype size = 0; size < good.size(); ++size) {
        put(good.first(size));
        QVERIFY(!problems().isEmpty());
    }
}

void AuditLogTest::aHeadThatIsGoneIsFound()
{
    append(2);
    QVERIFY(QFile::remove(path(u"audit.head"_s)));
    QCOMPARE(problems().size(), 1);
    put("{}", u"audit.head"_s);
    QCOMPARE(problems().size(), 1);
    append(1); // says so, and goes on
    QCOMPARE(object(lines().at(2)).value(u"event"_s).toString(), u"audit-damaged"_s);
    QCOMPARE(problems(), QStringList());
}

void AuditLogTest::aTornLineIsCutOffAndARecordSaysSo_data()
{
    QTest::addColumn<int>("whole"); ///< lines before it
    QTest::newRow("the first") << 0;
    QTest::newRow("a later one") << 2;
}

void AuditLogTest::aTornLineIsCutOffAndARecordSaysSo()
{
    QFETCH(int, whole);
    append(whole);
    const QByteArray before = content();
    QVERIFY(QDir().mkpath(path({})));
    const QByteArray torn = R"({"seq":3,"ev)";
    put(before + torn);
    QVERIFY(!problems().isEmpty());
    append(1);
    QVERIFY(content().startsWith(before));
    const QByteArrayList all = lines();
    QCOMPARE(all.size(), whole + 2);
    const QJsonObject repair = object(all[whole]);
    QCOMPARE(repair.value(u"event"_s).toString(), u"audit-repaired"_s);
    QVERIFY(repair.value(u"what"_s).toString().startsWith(u"12 bytes"_s));
    QCOMPARE(repair.value(u"hash"_s).toString().toLatin1(), QCryptographicHash::hash(torn, QCryptographicHash::Sha256).toHex());
    QCOMPARE(problems(), QStringList());
    QCOMPARE(log().verify()->repairs, 1);
}

void AuditLogTest::aHeadThatIsOneBehindIsNoProblem()
{
    append(2);
    const QByteArray head = content(u"audit.head"_s);
    append(1);
    put(head, u"audit.head"_s); // killed between both writes
    QCOMPARE(problems(), QStringList());
    append(1);
    QCOMPARE(problems(), QStringList());
    QCOMPARE(log().verify()->records, 4);
    put(head, u"audit.head"_s); // but not two
    QVERIFY(!problems().isEmpty());
}

void AuditLogTest::aShortenedLogStaysSuspiciousWhenItGoesOn_data()
{
    QTest::addColumn<int>("left");
    QTest::newRow("a part") << 2;
    QTest::newRow("nothing") << 0;
}

void AuditLogTest::aShortenedLogStaysSuspiciousWhenItGoesOn()
{
    QFETCH(int, left);
    append(4);
    QByteArray rest;
    for (int at = 0; at < left; ++at)
        rest += lines().at(at) + '\n';
    put(rest);
    append(1);
    QCOMPARE(lines().size(), left + 2);
    QCOMPARE(object(lines().at(left)).value(u"event"_s).toString(), u"audit-damaged"_s);
    QCOMPARE(object(lines().at(left)).value(u"seq"_s).toInt(), 5);
    const QString gap = left == 0 ? u"records 1 to 4 are missing at the beginning"_s : u"audit.jsonl, line 3: records 3 to 4 are missing"_s;
    QCOMPARE(problems(), QStringList{gap});
}

void AuditLogTest::theChainGoesOnOverFiles()
{
    append(20, 1000);
    QVERIFY(content(u"audit.1.jsonl"_s).size() > 500 && content(u"audit.1.jsonl"_s).size() <= 1000);
    const auto found = log().verify();
    QVERIFY(found);
    QCOMPARE(found->problems, QStringList());
    QCOMPARE(found->records, 20);
    put({}, u"audit.jsonl"_s); // as right after a rotation, but something is missing
    QVERIFY(!problems().isEmpty());
}

void AuditLogTest::tenFilesAreKept()
{
    append(60, 1000);
    QCOMPARE(QDir(path({})).entryList({u"audit*.jsonl"_s}).size(), 10);
    const auto found = log().verify();
    QVERIFY(found);
    QCOMPARE(found->problems, QStringList());
    QCOMPARE(found->last, 60);
    QVERIFY(found->first > 1);
    QCOMPARE(found->records, found->last - found->first + 1);
}

void AuditLogTest::aDroppedFileIsFound()
{
    append(60, 1000);
    QVERIFY(QFile::rename(path(u"audit.9.jsonl"_s), path(u"elsewhere"_s)));
    QCOMPARE(problems().size(), 1);
    QVERIFY(problems().at(0).contains(u"at the beginning"_s));
    QVERIFY(QFile::rename(path(u"elsewhere"_s), path(u"audit.9.jsonl"_s)));
    QVERIFY(QFile::remove(path(u"audit.4.jsonl"_s)));
    QCOMPARE(problems().size(), 1);
}

void AuditLogTest::aFullDiskWritesNothing()
{
    append(3);
    const QByteArray before = content();
    const auto action = ::signal(SIGXFSZ, SIG_IGN);
    rlimit limit = {};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    const rlimit small = {rlim_t(before.size()) + 20, limit.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    const auto appended = log().append(event(4));
    ::setrlimit(RLIMIT_FSIZE, &limit);
    ::signal(SIGXFSZ, action);
    QVERIFY(!appended);
    QCOMPARE(appended.error().code, Error::Code::Io);
    QCOMPARE(content(), before);
    append(1);
    QCOMPARE(problems(), QStringList());
}

void AuditLogTest::severalProcessesAppendAtATime()
{
    constexpr int processes = 4;
    constexpr int rounds = 25;
    const QString directory = qEnvironmentVariable("CPX_TEST_AUDIT");
    if (!directory.isEmpty()) { // one of them
        AuditLog shared(directory, 4000); // and all of them rotate
        for (int round = 0; round < rounds; ++round)
            QVERIFY(shared.append(event(round)));
        return;
    }
    std::vector<std::unique_ptr<QProcess>> all;
    for (int number = 0; number < processes; ++number) {
        auto process = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"CPX_TEST_AUDIT"_s, path({}));
        process->setProcessEnvironment(environment);
        process->start(QCoreApplication::applicationFilePath(), {u"severalProcessesAppendAtATime"_s});
        all.push_back(std::move(process));
    }
    for (const auto &process : all) {
        QTRY_COMPARE_WITH_TIMEOUT(process->state(), QProcess::NotRunning, 30'000);
        QCOMPARE(process->exitCode(), 0);
    }
    const auto found = log().verify();
    QVERIFY(found);
    QCOMPARE(found->problems, QStringList());
    QCOMPARE(found->last, processes * rounds);
    QCOMPARE(found->repairs, 0);
}

void AuditLogTest::whatIsNoFileIsLeftAlone()
{
    QVERIFY(QDir().mkpath(path({})));
    QVERIFY(QFile::link(m_dir->filePath(u"elsewhere"_s), path(u"audit.jsonl"_s)));
    QVERIFY(!log().append(event(1)));
    QVERIFY(!QFile::exists(m_dir->filePath(u"elsewhere"_s)));
    QVERIFY(QFile::remove(path(u"audit.jsonl"_s)));
    QVERIFY(QDir().mkdir(path(u"audit.jsonl"_s)));
    QVERIFY(!log().append(event(1)));
    QVERIFY(!log().verify());
}

QTEST_GUILESS_MAIN(AuditLogTest)
#include "tst_auditlog.moc"
