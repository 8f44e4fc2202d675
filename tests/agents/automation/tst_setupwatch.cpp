// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/automation/setupwatch.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Whether every change of the set-up is noticed.
class SetupWatchTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void nothingHappensByItself();
    void changesAreNoticed_data();
    void changesAreNoticed();
    void oneDirectoryIsWatchedOnce();
    void afterAChangeItCanBeWatchedAgain();
    void onlyThoseThatShareAPathChange();
    void theOnesAskedForLongestAgoGo();
    void whatIsNotThereIsNotWatched();
    void nobodyHoldsOnToAWatchThatIsGone();

private:
    QString path(const QString &name) const { return QFileInfo(m_directory->path()).canonicalFilePath() + u'/' + name; }
    void put(const QString &name, const QByteArray &bytes) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<SetupWatch> m_watch;
};

void SetupWatchTest::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    for (const QString &name : {u"home"_s, u"project/.git"_s, u"project/part/deep"_s, u"plain"_s})
        QVERIFY(QDir().mkpath(path(name)));
    m_watch = std::make_unique<SetupWatch>(path(u"home"_s));
}

void SetupWatchTest::nothingHappensByItself()
{
    put(u"home/.claude/settings.json"_s, "{}");
    put(u"project/part/other.txt"_s, "");
    const auto hasChanged = m_watch->watch(path(u"project/part"_s));
    QVERIFY(hasChanged);
    put(u"project/part/other.txt"_s, "what is in the project's files does not matter");
    put(u"project/.git/index"_s, "");
    QTest::qWait(50);
    QVERIFY(!*hasChanged);
}

void SetupWatchTest::changesAreNoticed_data()
{
    QTest::addColumn<QString>("before"); // a file that is there, or none
    QTest::addColumn<QString>("change"); // a file that is written, replaced (">") or removed ("-")
    for (const QString &base : {u"home"_s, u"project"_s}) {
        for (const QString &part : {u".codexplus"_s, u".claude"_s}) {
            const QString directory = base + u'/' + part;
            const auto row = [&](const char *name, const QString &before, const QString &change) {
                QTest::addRow("%s in %s", name, qPrintable(directory)) << before << change;
            };
            const QString settings = directory + u"/settings.json"_s;
            row("a first file", QString(), settings);
            row("a file beside others", directory + u"/x"_s, settings);
            row("a file written in place", settings, settings);
            row("a file replaced", settings, u'>' + settings);
            row("a file removed", settings, u'-' + settings);
            row("local settings", directory + u"/settings.local.json"_s, directory + u"/settings.local.json"_s);
            row("a first Python hook", settings, directory + u"/hooks/x.py"_s);
            row("another Python hook", directory + u"/hooks/x.py"_s, directory + u"/hooks/y.py"_s);
        }
    }
    QTest::newRow("a repository begins") << QString() << u"project/part/.git"_s;
    QTest::newRow("a repository begins where we are") << QString() << u"project/part/deep/.git"_s;
    QTest::newRow("a repository ends") << u"project/part/.git"_s << u"-project/part/.git"_s;
}

void SetupWatchTest::changesAreNoticed()
{
    QFETCH(QString, before);
    QFETCH(QString, change);
    if (!before.isEmpty())
        put(before, "before");
    const auto hasChanged = m_watch->watch(path(u"project/part/deep"_s));
    QVERIFY(hasChanged);
    QVERIFY(!*hasChanged);
    if (change.startsWith(u'>')) {
        QSaveFile file(path(change.sliced(1)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("after");
        QVERIFY(file.commit());
    } else if (change.startsWith(u'-')) {
        QVERIFY(QFile::remove(path(change.sliced(1))));
    } else {
        put(change, "after");
    }
    QTRY_VERIFY(*hasChanged);
}

void SetupWatchTest::oneDirectoryIsWatchedOnce()
{
    const auto first = m_watch->watch(path(u"project"_s));
    QVERIFY(first);
    QCOMPARE(m_watch->watch(path(u"project"_s)), first);
}

void SetupWatchTest::afterAChangeItCanBeWatchedAgain()
{
    for (int round = 0; round < 3; ++round) {
        const auto hasChanged = m_watch->watch(path(u"project"_s));
        QVERIFY(hasChanged && !*hasChanged);
        put(u"project/.claude/settings.json"_s, QByteArray::number(round));
        QTRY_VERIFY(*hasChanged);
    }
}

void SetupWatchTest::onlyThoseThatShareAPathChange()
{
    const auto project = m_watch->watch(path(u"project"_s));
    const auto plain = m_watch->watch(path(u"plain"_s));
    QVERIFY(project && plain);
    put(u"project/.claude/settings.json"_s, "{}");
    QTRY_VERIFY(*project);
    QVERIFY(!*plain);
    put(u"home/.claude/settings.json"_s, "{}");
    QTRY_VERIFY(*plain);
}

void SetupWatchTest::theOnesAskedForLongestAgoGo()
{
    const auto first = m_watch->watch(path(u"project"_s));
    for (int i = 0; i < SetupWatch::maximumDirectories; ++i) {
        QVERIFY(!*first);
        const QString name = u"many/%1"_s.arg(i);
        QVERIFY(QDir().mkpath(path(name)));
        QVERIFY(m_watch->watch(path(name)));
    }
    QVERIFY(*first);
}

void SetupWatchTest::whatIsNotThereIsNotWatched()
{
    QVERIFY(!m_watch->watch(path(u"nowhere"_s)));
    QVERIFY(!m_watch->watch({}));
    QVERIFY(!m_watch->watch(u"/proc/self"_s)); // nobody tells what happens there
}

void SetupWatchTest::nobodyHoldsOnToAWatchThatIsGone()
{
    const auto hasChanged = m_watch->watch(path(u"project"_s));
    m_watch.reset();
    QVERIFY(*hasChanged);
}

QTEST_GUILESS_MAIN(SetupWatchTest)
#include "tst_setupwatch.moc"
