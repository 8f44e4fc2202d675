// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/instancefile.h"

#include "proxy/engineconfig.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>

using namespace cpx;
using namespace Qt::StringLiterals;

/// The note an engine leaves for other programs of the user.
class InstanceFileTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void whatIsWrittenIsListed();
    void itAndItsDirectoryArePrivate();
    void itGoesWithItsObject();
    void itCanBeRemovedTwice();
    void writingAgainMovesIt();
    void entriesAreListedByPort();
    void filesThatMakeNoSenseAreSkipped_data();
    void filesThatMakeNoSenseAreSkipped();
    void noDirectoryMeansNoEntries();
    void aDirectoryThatCannotBeUsedIsReported();
    void aPortIsLookedUpWhileItsProcessRuns();

private:
    QString place() const { return m_dir->filePath(u"run"_s); }
    static EngineStatus status(quint16 port)
    {
        EngineStatus result;
        result.host = QHostAddress(QHostAddress::LocalHost);
        result.port = port;
        return result;
    }
    void put(const QString &name, const QByteArray &bytes) const
    {
        QVERIFY(QDir().mkpath(place()));
        QFile file(place() + u'/' + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    QStringList listed() const
    {
        QStringList result;
        for (const InstanceFile::Entry &entry : InstanceFile::list(place()))
            result += u"%1 %2"_s.arg(entry.port).arg(entry.url);
        return result;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void InstanceFileTest::whatIsWrittenIsListed()
{
    InstanceFile file;
    QVERIFY(file.write(place(), status(1234)));
    const QList<InstanceFile::Entry> entries = InstanceFile::list(place());
    QCOMPARE(entries.size(), 1);
    QCOMPARE(entries[0].pid, QCoreApplication::applicationPid());
    QCOMPARE(entries[0].port, 1234);
    QCOMPARE(entries[0].url, u"http://127.0.0.1:1234"_s);
}

void InstanceFileTest::itAndItsDirectoryArePrivate()
{
    const mode_t before = ::umask(0);
    InstanceFile file;
    const auto written = file.write(place(), status(1));
    ::umask(before);
    QVERIFY(written);
    struct stat info = {};
    QCOMPARE(::stat(QFile::encodeName(place()).constData(), &info), 0);
    QCOMPARE(int(info.st_mode & 0777), 0700);
    QCOMPARE(::stat(QFile::encodeName(place() + u"/engine-1.json"_s).constData(), &info), 0);
    QCOMPARE(int(info.st_mode & 0777), 0600);
}

void InstanceFileTest::itGoesWithItsObject()
{
    {
        InstanceFile file;
        QVERIFY(file.write(place(), status(1)));
        QCOMPARE(listed().size(), 1);
    }
    QCOMPARE(listed(), QStringList());
}

void InstanceFileTest::itCanBeRemovedTwice()
{
    InstanceFile file;
    file.remove();
    QVERIFY(file.write(place(), status(1)));
    file.remove();
    InstanceFile other;
    QVERIFY(other.write(place(), status(1)));
    file.remove(); // is no longer its own
    QCOMPARE(listed().size(), 1);
}

void InstanceFileTest::writingAgainMovesIt()
{
    InstanceFile file;
    QVERIFY(file.write(place(), status(1)));
    QVERIFY(file.write(place(), status(2)));
    QCOMPARE(listed(), QStringList{u"2 http://127.0.0.1:2"_s});
}

void InstanceFileTest::entriesAreListedByPort()
{
    InstanceFile a;
    InstanceFile b;
    InstanceFile c;
    QVERIFY(a.write(place(), status(10000)));
    QVERIFY(b.write(place(), status(9000)));
    QVERIFY(c.write(place(), status(80)));
    QCOMPARE(listed(), (QStringList{u"80 http://127.0.0.1:80"_s, u"9000 http://127.0.0.1:9000"_s, u"10000 http://127.0.0.1:10000"_s}));
}

void InstanceFileTest::filesThatMakeNoSenseAreSkipped_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *what, const QString &name, const QByteArray &bytes) { QTest::newRow(what) << name << bytes; };
    const QString name = u"engine-1.json"_s;
    row("empty", name, {});
    row("no JSON", name, "{");
    row("a list", name, "[]");
    row("no pid", name, R"({"port":1,"url":"http://a"})");
    row("no url", name, R"({"port":1,"pid":1})");
    row("port 0", name, R"({"port":0,"pid":1,"url":"http://a"})");
    row("port beyond", name, R"({"port":65617,"pid":1,"url":"http://a"})");
    row("negative port", name, R"({"port":-1,"pid":1,"url":"http://a"})");
    row("negative pid", name, R"({"port":1,"pid":-1,"url":"http://a"})");
    row("too large", name, R"({"port":1,"pid":1,"url":"http://a"})" + QByteArray(100'000, ' '));
    row("another name", u"engine.json"_s, R"({"port":1,"pid":1,"url":"http://a"})");
}

void InstanceFileTest::filesThatMakeNoSenseAreSkipped()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    put(name, bytes);
    QCOMPARE(::mkfifo(QFile::encodeName(place() + u"/engine-3.json"_s).constData(), 0600), 0);
    InstanceFile good;
    QVERIFY(good.write(place(), status(2)));
    QCOMPARE(listed(), QStringList{u"2 http://127.0.0.1:2"_s});
}

void InstanceFileTest::noDirectoryMeansNoEntries()
{
    QCOMPARE(listed(), QStringList());
    QVERIFY(InstanceFile::list(QString()).isEmpty());
}

void InstanceFileTest::aDirectoryThatCannotBeUsedIsReported()
{
    QVERIFY(QFile::link(m_dir->path(), place()));
    InstanceFile file;
    const auto written = file.write(place(), status(1));
    QVERIFY(!written);
    QVERIFY2(written.error().message.contains(place()), qPrintable(written.error().message));
}

void InstanceFileTest::aPortIsLookedUpWhileItsProcessRuns()
{
    InstanceFile file;
    QVERIFY(file.write(place(), status(7)));
    QVERIFY(InstanceFile::forPort(place(), 7));
    QVERIFY(!InstanceFile::forPort(place(), 8));
    put(u"engine-9.json"_s, R"({"port":9,"pid":2147483646,"url":"http://a"})"); // after a crash
    QVERIFY(!InstanceFile::forPort(place(), 9));
}

QTEST_GUILESS_MAIN(InstanceFileTest)
#include "tst_instancefile.moc"
