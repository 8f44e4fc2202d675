// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/center/centeroptions.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// The command line of the window.
class CenterOptionsTest : public QObject
{
    Q_OBJECT

private slots:
    void optionsAreRead_data();
    void optionsAreRead();
    void endingsComeInsteadOfAWindow_data();
    void endingsComeInsteadOfAWindow();
    void engineOptionsGoToTheEngine();
    void directoriesAreMadePrivate();
    void withoutAHomeItSaysWhatToSet();

private:
    static std::variant<CenterOptions, CenterOptions::Ending> parse(const QStringList &arguments)
    {
        return CenterOptions::parse(QStringList(u"codex-plus-center"_s) + arguments);
    }
};

void CenterOptionsTest::optionsAreRead_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("expected");
    QTest::newRow("none") << QStringList() << u"start"_s;
    QTest::newRow("demo") << QStringList{u"--demo"_s} << u"demo start"_s;
    QTest::newRow("minimized") << QStringList{u"--minimized"_s} << u"minimized start"_s;
    QTest::newRow("no start") << QStringList{u"--no-start"_s} << QString();
    QTest::newRow("language") << QStringList{u"--lang"_s, u"de"_s} << u"start de"_s;
}

void CenterOptionsTest::optionsAreRead()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, expected);
    const auto parsed = parse(arguments);
    const auto *options = std::get_if<CenterOptions>(&parsed);
    QVERIFY(options);
    QStringList printed;
    if (options->isDemo)
        printed += u"demo"_s;
    if (options->startsMinimized)
        printed += u"minimized"_s;
    if (options->startsProxy)
        printed += u"start"_s;
    if (!options->language.isEmpty())
        printed += options->language;
    QCOMPARE(printed.join(u' '), expected);
}

void CenterOptionsTest::endingsComeInsteadOfAWindow_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("said");
    QTest::newRow("help") << QStringList{u"--help"_s} << 0 << u"--minimized"_s;
    QTest::newRow("version") << QStringList{u"--version"_s} << 0 << u"codex-plus-center"_s;
    QTest::newRow("unknown option") << QStringList{u"--nothing"_s} << 2 << u"nothing"_s;
    QTest::newRow("missing value") << QStringList{u"--lang"_s} << 2 << u"lang"_s;
    QTest::newRow("a word too much") << QStringList{u"extra"_s} << 2 << u"extra"_s;
}

void CenterOptionsTest::endingsComeInsteadOfAWindow()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, exitCode);
    QFETCH(QString, said);
    const auto parsed = parse(arguments);
    const auto *ending = std::get_if<CenterOptions::Ending>(&parsed);
    QVERIFY(ending);
    QCOMPARE(ending->exitCode, exitCode);
    QVERIFY2(ending->text.contains(said), qPrintable(ending->text));
}

void CenterOptionsTest::engineOptionsGoToTheEngine()
{
    QTemporaryDir home;
    QProcessEnvironment environment;
    environment.insert(u"HOME"_s, home.path());
    const auto parsed = parse({u"--port"_s, u"1234"_s, u"--demo"_s, u"--passthrough"_s});
    auto resolved = std::get<CenterOptions>(parsed).resolve(environment);
    QVERIFY(resolved);
    QCOMPARE(resolved->config.port, 1234);
    QVERIFY(resolved->config.passthrough);
    resolved = std::get<CenterOptions>(parse({u"--port"_s, u"x"_s})).resolve(environment);
    QVERIFY(!resolved);
    QVERIFY2(resolved.error().message.contains(u"--port"_s), qPrintable(resolved.error().message));
}

void CenterOptionsTest::directoriesAreMadePrivate()
{
    QTemporaryDir home;
    QProcessEnvironment environment;
    environment.insert(u"HOME"_s, home.path());
    auto resolved = std::get<CenterOptions>(parse({})).resolve(environment);
    QVERIFY(resolved);
    for (const QString &directory : {resolved->paths.data, resolved->paths.runtime}) {
        QVERIFY(QFileInfo(directory).isDir());
        QVERIFY(!(QFileInfo(directory).permissions() & (QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther)));
    }
}

void CenterOptionsTest::withoutAHomeItSaysWhatToSet()
{
    auto resolved = std::get<CenterOptions>(parse({})).resolve(QProcessEnvironment());
    QVERIFY(!resolved);
    QVERIFY2(resolved.error().message.contains(u"HOME"_s), qPrintable(resolved.error().message));
}

QTEST_GUILESS_MAIN(CenterOptionsTest)
#include "tst_centeroptions.moc"
