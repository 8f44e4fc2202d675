// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agents/commands/commandfiles.h"
#include "tests/app/clirun.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <memory>

using namespace cpx;
using namespace Qt::StringLiterals;

/// `codex-plus commands`: what there is, what it says, and what becomes of it.
class CommandsCommandTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_files = std::make_unique<CommandFiles>(); }

    void withoutCommandsItSaysHowToBegin();
    void theListNamesHintsAndSources();
    void problemsNameFileLineAndRemedy();
    void jsonHoldsTheSame();
    void showPrintsFactsAndBody();
    void expandShowsWhatTheModelWouldRead();
    void expandRunsNothingUnlessTold();
    void expandAnswersWhatIsLocal();
    void theFirstArgumentIsASetting();
    void failuresSayWhy_data();
    void failuresSayWhy();
    void trustShowsBeforeItTrusts();
    void trustCanBeWithdrawn();
    void nothingInAFileDrivesTheTerminal();
    void wrongWordsAreMistakes_data();
    void wrongWordsAreMistakes();

private:
    CliRun run(QStringList words) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"HOME"_s, m_files->home());
        for (const QString &name : {u"CODEX_PLUS_CONFIG_DIR"_s, u"CODEX_PLUS_DATA_DIR"_s, u"CODEX_PLUS_RUNTIME_DIR"_s, u"XDG_CONFIG_HOME"_s, u"XDG_STATE_HOME"_s, u"XDG_RUNTIME_DIR"_s})
            environment.remove(name);
        return CliRun::of(QStringList{u"commands"_s} + words + QStringList{u"--project"_s, m_files->project()}, environment);
    }
    QJsonObject json(const QStringList &words) const { return QJsonDocument::fromJson(run(words + QStringList{u"--json"_s}).out.toUtf8()).object(); }

    std::unique_ptr<CommandFiles> m_files;
};

void CommandsCommandTest::withoutCommandsItSaysHowToBegin()
{
    for (const QStringList &words : {QStringList(), QStringList{u"list"_s}}) {
        const CliRun result = run(words);
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(result.out.contains(u".codexplus/commands/NAME.md"_s), qPrintable(result.out));
        QCOMPARE(result.err, QString());
    }
}

void CommandsCommandTest::theListNamesHintsAndSources()
{
    m_files->writeProjectCommand(u"deploy"_s, "---\ndescription: Ships it\nargument-hint: [env]\n---\nx");
    m_files->writeUserCommand(u"sub/mine"_s, "# Mine\n");
    const CliRun result = run({});
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.out, u"/deploy [env]  Ships it (project, .codexplus)\n/sub:mine      Mine (yours, .codexplus)\n"_s);
}

void CommandsCommandTest::problemsNameFileLineAndRemedy()
{
    const QString path = m_files->writeProjectCommand(u"a"_s, "---\nmodel: x\ndescription: 42\n---\nText");
    const QString large = m_files->writeProjectCommand(u"large"_s, QByteArray(300 * 1024, 'x'));
    const CliRun result = run({});
    QCOMPARE(result.exitCode, 0);
    QVERIFY2(result.err.contains(path + u", line 3: "_s) && result.err.contains(u"; put double quotes around it\n"_s), qPrintable(result.err));
    QVERIFY2(result.err.contains(large), qPrintable(result.err));
    QVERIFY(run({u"show"_s, u"a"_s}).err.contains(path + u", line 3: "_s));
}

void CommandsCommandTest::jsonHoldsTheSame()
{
    const QString path = m_files->writeProjectCommand(u"a"_s, "---\ndescription: 42\n---\nText");
    const QJsonObject listed = json({u"list"_s});
    const QJsonObject command = listed.value(u"commands"_s).toArray().at(0).toObject();
    QCOMPARE(command.value(u"name"_s).toString(), u"a"_s);
    QCOMPARE(command.value(u"path"_s).toString(), path);
    QCOMPARE(command.value(u"source"_s).toString(), u"project-codexplus"_s);
    QCOMPARE(command.value(u"sha256"_s).toString().size(), 64);
    QVERIFY(!command.contains(u"body"_s));
    QCOMPARE(listed.value(u"problems"_s).toArray().at(0).toObject().value(u"line"_s).toInt(), 2);
    QCOMPARE(json({u"show"_s, u"/a"_s}).value(u"body"_s).toString(), u"Text"_s);
    QCOMPARE(json({u"expand"_s, u"/a"_s}).value(u"commands"_s).toArray().size(), 1);
    QVERIFY(json({u"expand"_s, u"/help"_s}).value(u"answer"_s).toString().contains(u"`/a`"_s));
}

void CommandsCommandTest::showPrintsFactsAndBody()
{
    const QString path = m_files->writeProjectCommand(u"sub/a"_s, "---\nallowed-tools: Bash(ls:*)\n---\nBody\n!`ls`\n");
    const QString hidden = m_files->writeUserCommand(u"sub/a"_s, "other");
    for (const QString &word : {u"sub:a"_s, u"/sub:a"_s, u"sub/a"_s}) {
        const CliRun result = run({u"show"_s, word});
        QCOMPARE(result.exitCode, 0);
        for (const QString &part : {path, hidden, u"Bash(ls:*)"_s, u"!`ls`"_s, u"\nBody\n"_s, u"codex-plus commands trust"_s})
            QVERIFY2(result.out.contains(part), qPrintable(result.out));
    }
}

void CommandsCommandTest::expandShowsWhatTheModelWouldRead()
{
    m_files->writeProjectCommand(u"a"_s, "Do $ARGUMENTS with @in.txt");
    m_files->write(u"project/in.txt"_s, "content");
    const CliRun result = run({u"expand"_s, u"/a this"_s});
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.out, u"<command-message>a</command-message>\n<command-name>/a</command-name>\n<command-args>this</command-args>\n\nDo this with @in.txt\n\n"
                         "<attached-file path=\"in.txt\">\n     1\tcontent\n</attached-file>\n"_s);
    QCOMPARE(result.err, QString());
}

void CommandsCommandTest::expandRunsNothingUnlessTold()
{
    m_files->writeUserCommand(u"a"_s, "---\nallowed-tools: Bash(touch:*)\n---\n!`touch mark`.");
    for (const QStringList &words : {QStringList{u"expand"_s, u"/a"_s}, QStringList{u"expand"_s, u"/a"_s, u"--dry-run"_s}}) {
        const CliRun result = run(words);
        QCOMPARE(result.exitCode, 0);
        QVERIFY(result.out.endsWith(u"!`touch mark`.\n"_s));
        QCOMPARE(result.err, u"codex-plus: would run: touch mark\n"_s);
        QVERIFY(!QFile::exists(m_files->project() + u"/mark"_s));
    }
    const CliRun result = run({u"expand"_s, u"/a"_s, u"--run"_s});
    QCOMPARE(result.exitCode, 0);
    QVERIFY(result.out.endsWith(u"\n\n.\n"_s));
    QCOMPARE(result.err, u"codex-plus: has run: touch mark\n"_s);
    QVERIFY(QFile::exists(m_files->project() + u"/mark"_s));
}

void CommandsCommandTest::expandAnswersWhatIsLocal()
{
    m_files->writeUserCommand(u"a"_s, "A");
    const CliRun result = run({u"expand"_s, u"/help"_s});
    QCOMPARE(result.exitCode, 0);
    QVERIFY2(result.out.contains(u"`/a`"_s), qPrintable(result.out));
}

void CommandsCommandTest::theFirstArgumentIsASetting()
{
    m_files->writeUserCommand(u"a"_s, "<$1>");
    QVERIFY(run({u"expand"_s, u"/a x y"_s}).out.contains(u"<x>"_s));
    m_files->write(u"home/.config/codex-plus/settings.json"_s, "{\"commands\": {\"firstArgument\": \"0\"}}");
    QVERIFY(run({u"expand"_s, u"/a x y"_s}).out.contains(u"<y>"_s));
    m_files->write(u"home/.config/codex-plus/settings.json"_s, "{\"commands\": {\"firstArgument\": 2}}");
    QCOMPARE(run({u"expand"_s, u"/a x y"_s}).exitCode, 1);
}

void CommandsCommandTest::failuresSayWhy_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("reason");
    QTest::newRow("show of nothing") << QStringList{u"show"_s, u"nope"_s} << u"there is no command nope in "_s;
    QTest::newRow("show of a path") << QStringList{u"show"_s, u"../../etc/passwd"_s} << u"there is no command"_s;
    QTest::newRow("expand of nothing") << QStringList{u"expand"_s, u"/nope x"_s} << u"there is no command in it"_s;
    QTest::newRow("trust of nothing") << QStringList{u"trust"_s, u"nope"_s} << u"there is no command nope in "_s;
    QTest::newRow("expand of something untrusted") << QStringList{u"expand"_s, u"/shell"_s, u"--run"_s} << u"codex-plus commands trust shell"_s;
    QTest::newRow("expand of something large") << QStringList{u"expand"_s, u"/large"_s} << u"large.md"_s;
}

void CommandsCommandTest::failuresSayWhy()
{
    QFETCH(QStringList, words);
    QFETCH(QString, reason);
    m_files->writeProjectCommand(u"shell"_s, "---\nallowed-tools: Bash\n---\n!`ls`");
    m_files->writeProjectCommand(u"large"_s, QByteArray(300 * 1024, 'x'));
    const CliRun result = run(words);
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.out, QString());
    QVERIFY2(result.err.startsWith(u"codex-plus: cannot "_s) && result.err.contains(reason) && result.err.contains(u"; "_s), qPrintable(result.err));
}

void CommandsCommandTest::trustShowsBeforeItTrusts()
{
    m_files->writeProjectCommand(u"a"_s, "---\nallowed-tools: Bash(echo:*)\n---\n!`echo ran`");
    m_files->writeProjectCommand(u"text"_s, "Text");
    m_files->writeUserCommand(u"mine"_s, "!`ls`");
    const CliRun shown = run({u"trust"_s, u"a"_s});
    QCOMPARE(shown.exitCode, 0);
    QVERIFY2(shown.out.contains(u"!`echo ran`"_s) && shown.out.contains(u"--yes"_s), qPrintable(shown.out));
    QCOMPARE(run({u"expand"_s, u"/a"_s, u"--run"_s}).exitCode, 1);
    QFile audit(m_files->home() + u"/.local/state/codex-plus/audit.jsonl"_s);
    QVERIFY(!audit.exists());
    QCOMPARE(run({u"trust"_s, u"a"_s, u"--yes"_s}).exitCode, 0);
    QVERIFY(audit.open(QIODevice::ReadOnly));
    QVERIFY(audit.readAll().contains("/.codexplus/commands/a.md"));
    QVERIFY(run({u"expand"_s, u"/a"_s, u"--run"_s}).out.contains(u"\n\nran\n"_s));
    m_files->writeProjectCommand(u"a"_s, "---\nallowed-tools: Bash(echo:*)\n---\n!`echo more`");
    QCOMPARE(run({u"expand"_s, u"/a"_s, u"--run"_s}).exitCode, 1);
    QVERIFY(run({u"trust"_s, u"mine"_s, u"--yes"_s}).out.contains(u"needs no trust"_s));
    QVERIFY(run({u"trust"_s, u"text"_s, u"--yes"_s}).out.contains(u"runs nothing: it needs trust only to be offered in Codex"_s));
}

void CommandsCommandTest::trustCanBeWithdrawn()
{
    const QString path = m_files->writeProjectCommand(u"a"_s, "---\nallowed-tools: Bash(echo:*)\n---\n!`echo ran`");
    const CliRun nothing = run({u"revoke"_s, u"a"_s});
    QCOMPARE(nothing.exitCode, 1);
    QVERIFY2(nothing.err.contains(path + u" is not trusted; "_s), qPrintable(nothing.err));
    run({u"trust"_s, u"a"_s, u"--yes"_s});
    QCOMPARE(run({u"expand"_s, u"/a"_s, u"--run"_s}).exitCode, 0);
    const CliRun revoked = run({u"revoke"_s, u"/a"_s});
    QCOMPARE(revoked.exitCode, 0);
    QVERIFY2(revoked.out.startsWith(path + u" is no longer trusted."_s), qPrintable(revoked.out));
    QCOMPARE(run({u"expand"_s, u"/a"_s, u"--run"_s}).exitCode, 1);
    QFile audit(m_files->home() + u"/.local/state/codex-plus/audit.jsonl"_s);
    QVERIFY(audit.open(QIODevice::ReadOnly));
    QVERIFY(audit.readAll().contains("\"revoked\""));
    // Of a file that is gone, by its path.
    run({u"trust"_s, u"a"_s, u"--yes"_s});
    QVERIFY(QFile::remove(path));
    QCOMPARE(run({u"revoke"_s, u"a"_s}).exitCode, 1);
    QCOMPARE(run({u"revoke"_s, path}).exitCode, 0);
}

void CommandsCommandTest::nothingInAFileDrivesTheTerminal()
{
    m_files->writeProjectCommand(u"a"_s, "---\ndescription: \"x\\e[31m\"\nargument-hint: \"\\e[0m\"\nmodel: \"\\e]0;\"\nallowed-tools: \"\\e\"\n---\n\x1b[31m !`ls \x1b[31m`");
    for (const QStringList &words : {QStringList{u"list"_s}, QStringList{u"show"_s, u"a"_s}, QStringList{u"expand"_s, u"/a"_s}, QStringList{u"expand"_s, u"/help"_s}, QStringList{u"trust"_s, u"a"_s},
                                     QStringList{u"expand"_s, u"/a"_s, u"--run"_s}, QStringList{u"list"_s, u"--json"_s}, QStringList{u"show"_s, u"a"_s, u"--json"_s}}) {
        const CliRun result = run(words);
        QVERIFY2(!result.out.contains(u'\x1b') && !result.err.contains(u'\x1b'), qPrintable(words.join(u' ')));
    }
}

void CommandsCommandTest::wrongWordsAreMistakes_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("an unknown action") << QStringList{u"remove"_s};
    QTest::newRow("show without a name") << QStringList{u"show"_s};
    QTest::newRow("expand without a prompt") << QStringList{u"expand"_s};
    QTest::newRow("revoke without a name") << QStringList{u"revoke"_s};
    QTest::newRow("list with a name") << QStringList{u"list"_s, u"x"_s};
    QTest::newRow("too many words") << QStringList{u"show"_s, u"x"_s, u"y"_s};
    QTest::newRow("both") << QStringList{u"expand"_s, u"/x"_s, u"--run"_s, u"--dry-run"_s};
}

void CommandsCommandTest::wrongWordsAreMistakes()
{
    QFETCH(QStringList, words);
    const CliRun result = run(words);
    QCOMPARE(result.exitCode, 2);
    QCOMPARE(result.out, QString());
    QVERIFY2(result.err.startsWith(u"codex-plus: wrong usage of commands"_s), qPrintable(result.err));
}

QTEST_GUILESS_MAIN(CommandsCommandTest)
#include "tst_commandscommand.moc"
