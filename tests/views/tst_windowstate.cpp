// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/windowstate.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace cpx;

class WindowStateTest : public QObject
{
    Q_OBJECT

    static void write(const QString &path, const QByteArray &text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void whatIsSavedComesBack()
    {
        QTemporaryDir directory;
        const QString path = directory.filePath(u"state/center.json"_s);
        WindowState saved(path);
        QVERIFY(saved.load()); // a missing file is no error
        saved.setValue(u"close"_s, u"tray"_s);
        saved.setBytes(u"geometry"_s, "\x01\xff\x00z"_ba);
        QVERIFY(saved.save());
        WindowState loaded(path);
        QVERIFY(loaded.load());
        QCOMPARE(loaded.value(u"close"_s).toString(), u"tray"_s);
        QCOMPARE(loaded.bytes(u"geometry"_s), "\x01\xff\x00z"_ba);
    }

    void onlyTheOwnerCanReadIt()
    {
        QTemporaryDir directory;
        const QString path = directory.filePath(u"center.json"_s);
        WindowState state(path);
        state.setValue(u"a"_s, 1);
        QVERIFY(state.save());
        const QFile::Permissions others =
            QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(!(QFile::permissions(path) & others));
    }

    void keysOfOtherVersionsAreKept()
    {
        QTemporaryDir directory;
        const QString path = directory.filePath(u"center.json"_s);
        write(path, R"({"future":{"x":[1,2]},"close":"quit"})");
        WindowState state(path);
        QVERIFY(state.load());
        state.setValue(u"close"_s, u"tray"_s);
        QVERIFY(state.save());
        QVERIFY(read(path).contains("future"));
    }

    void aBrokenFileIsSetAside()
    {
        QTemporaryDir directory;
        const QString path = directory.filePath(u"center.json"_s);
        write(path, "{\"close\": ");
        WindowState state(path);
        const auto loaded = state.load();
        QVERIFY(!loaded);
        QVERIFY(loaded.error().message.contains(u".corrupt-"_s));
        QVERIFY(state.value(u"close"_s).isUndefined());
        const QStringList kept = QDir(directory.path()).entryList({u"center.json.corrupt-*"_s});
        QCOMPARE(kept.size(), 1);
        QCOMPARE(read(directory.filePath(kept.first())), QByteArray("{\"close\": "));
    }

    void nothingChangedIsNothingWritten()
    {
        QTemporaryDir directory;
        WindowState state(directory.filePath(u"center.json"_s));
        QVERIFY(state.save());
        QVERIFY(!QFile::exists(state.path()));
    }
};

QTEST_GUILESS_MAIN(WindowStateTest)
#include "tst_windowstate.moc"
