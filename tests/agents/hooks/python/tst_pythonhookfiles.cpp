// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/python/pythonhookfiles.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Which Python files are hooks, and in which order.
class PythonHookFilesTest : public QObject
{
    Q_OBJECT

private slots:
    void metadataInADocstring();
    void metadataInAFence();
    void valuesAreReadAsPythonReadsThem_data();
    void valuesAreReadAsPythonReadsThem();
    void whatIsNoHook_data();
    void whatIsNoHook();
    void theyComeByPriority();
    void theFirstOfAStemCounts();
    void whatIsNoHookIsSaid();

private:
    static QByteArray docstring(const QByteArray &metadata) { return "\"\"\"\nHook Metadata:\n" + metadata + "\n\"\"\"\nx = 1\n"; }
    static void put(const QString &path, const QByteArray &bytes)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
};

void PythonHookFilesTest::metadataInADocstring()
{
    const QByteArray bytes = "#!/usr/bin/env python3\n" + docstring("name: add\n\ntype: post-output\npriority: 50\nenabled: false\nlimit: 7\nthe end\nlost: 1");
    auto hook = PythonHook::parse(u"/p/add_it.py"_s, bytes);
    QVERIFY(hook);
    QCOMPARE(hook->stem, u"add_it"_s);
    QCOMPARE(hook->type, u"post-output"_s);
    QCOMPARE(hook->priority, 50);
    QVERIFY(!hook->isEnabled);
    QCOMPARE(hook->config.value(u"limit"_s).toInt(), 7);
    QVERIFY(!hook->config.contains(u"lost"_s));
    QCOMPARE(hook->code, bytes);
    QCOMPARE(hook->file.path, u"/p/add_it.py"_s);
}

void PythonHookFilesTest::metadataInAFence()
{
    auto hook = PythonHook::parse(u"/p/a.py"_s, "---\nname: add\ntype: pre-input\npriority: 7.5\nlist: [1, 2]\n---\nimport os\n---\n");
    QVERIFY(hook);
    QCOMPARE(hook->type, u"pre-input"_s);
    QCOMPARE(hook->priority, 7.5);
    QVERIFY(hook->isEnabled);
    QCOMPARE(hook->code, "import os\n---\n");
    auto bare = PythonHook::parse(u"/p/a.py"_s, "---\nname: x\n---\npass\n");
    QVERIFY(bare);
    QCOMPARE(bare->type, u"pre-input"_s);
    QCOMPARE(bare->priority, 100);
}

void PythonHookFilesTest::valuesAreReadAsPythonReadsThem_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("true") << QByteArray("True") << QJsonValue(true);
    QTest::newRow("false") << QByteArray("false") << QJsonValue(false);
    QTest::newRow("whole") << QByteArray("-12") << QJsonValue(-12);
    QTest::newRow("fraction") << QByteArray("0.5") << QJsonValue(0.5);
    QTest::newRow("text") << QByteArray("a b: c") << QJsonValue(u"a b: c"_s);
}

void PythonHookFilesTest::valuesAreReadAsPythonReadsThem()
{
    QFETCH(QByteArray, text);
    QFETCH(QJsonValue, value);
    auto hook = PythonHook::parse(u"/p/a.py"_s, docstring("name: n\ntype: stop\nkey: " + text));
    QVERIFY(hook);
    QCOMPARE(hook->config.value(u"key"_s), value);
}

void PythonHookFilesTest::whatIsNoHook_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("code") << QByteArray("import os\nprint(1)\n\n\n\n\n");
    QTest::newRow("a docstring without a type") << docstring("name: x");
    QTest::newRow("a fence without an end") << QByteArray("---\nname: x\n");
    QTest::newRow("broken YAML") << QByteArray("---\n\"name: [\n---\n");
    QTest::newRow("a list") << QByteArray("---\n- name\n---\n");
    QTest::newRow("huge metadata") << "---\nname: x\nmore: " + QByteArray(100'000, 'x') + "\n---\n";
}

void PythonHookFilesTest::whatIsNoHook()
{
    QFETCH(QByteArray, bytes);
    auto hook = PythonHook::parse(u"/p/a.py"_s, bytes);
    QVERIFY(!hook);
    QCOMPARE(hook.error().code, Error::Code::Invalid);
    QVERIFY(hook.error().message.startsWith(u"/p/a.py "_s));
}

void PythonHookFilesTest::theyComeByPriority()
{
    QTemporaryDir dir;
    put(dir.filePath(u"one/b.py"_s), docstring("name: n\ntype: stop\npriority: 200"));
    put(dir.filePath(u"one/c.py"_s), docstring("name: n\ntype: stop"));
    put(dir.filePath(u"two/a.py"_s), docstring("name: n\ntype: stop\npriority: 10"));
    put(dir.filePath(u"two/d.py"_s), docstring("name: n\ntype: stop"));
    QStringList problems;
    QStringList stems;
    for (const PythonHook &hook : readPythonHooks({dir.filePath(u"one"_s), dir.filePath(u"two"_s), dir.filePath(u"none"_s)}, problems))
        stems += hook.stem;
    QCOMPARE(stems, (QStringList{u"a"_s, u"c"_s, u"d"_s, u"b"_s}));
    QCOMPARE(problems, QStringList());
}

void PythonHookFilesTest::theFirstOfAStemCounts()
{
    QTemporaryDir dir;
    put(dir.filePath(u"one/a.py"_s), docstring("name: first\ntype: stop"));
    put(dir.filePath(u"two/a.py"_s), docstring("name: second\ntype: stop"));
    QStringList problems;
    const auto hooks = readPythonHooks({dir.filePath(u"one"_s), dir.filePath(u"two"_s)}, problems);
    QCOMPARE(hooks.size(), 1);
    QCOMPARE(hooks[0].config.value(u"name"_s).toString(), u"first"_s);
}

void PythonHookFilesTest::whatIsNoHookIsSaid()
{
    QTemporaryDir dir;
    put(dir.filePath(u"plain.py"_s), "pass\n");
    put(dir.filePath(u"large.py"_s), QByteArray(1024 * 1024 + 1, '#'));
    put(dir.filePath(u"other.txt"_s), "pass\n");
    put(dir.filePath(u"below/x.py"_s), docstring("name: x\ntype: stop"));
    QStringList problems;
    QVERIFY(readPythonHooks({dir.path()}, problems).isEmpty());
    QCOMPARE(problems.size(), 2);
}

QTEST_APPLESS_MAIN(PythonHookFilesTest)
#include "tst_pythonhookfiles.moc"
