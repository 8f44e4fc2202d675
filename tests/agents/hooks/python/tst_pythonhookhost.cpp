// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/python/pythonhookhost.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = PythonOutcome::Kind;

/// The user's Python hooks, run by the real Python.
class PythonHookHostTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void withoutHooksNothingRuns();
    void aHookChangesTheBody();
    void aHookMayReturnNothing();
    void nothingChangedIsUnchanged();
    void theyRunByPriority();
    void aFailureIsPassedOver_data();
    void aFailureIsPassedOver();
    void aHookMayBlock();
    void theRequestIsShownWithoutCredentials();
    void whatHooksPrintHarmsNothing();
    void modulesOfTheOriginalAreThere();
    void theDirectoryIsNoPlaceToImportFrom();
    void whatIsNotTrustedDoesNotRun();
    void aChangedFileIsNotTrustedAnyMore();
    void hooksOfTheUserNeedNoTrust();
    void theFirstOfAStemRuns();
    void aNewFileRunsAtOnce();
    void manyQuestionsAreAnsweredInOrder();
    void aHookThatHangsIsEnded();
    void aHookThatEndsPythonIsAProblem();
    void aStopSaysNothing();
    void aHookIsFast();

private:
    static QByteArray hook(const QByteArray &code, const QByteArray &metadata = {})
    {
        QByteArray indented = code;
        indented.replace("\n", "\n        ");
        return "\"\"\"\nHook Metadata:\nname: x\ntype: pre-input\n" + metadata
            + "\n\"\"\"\nfrom codex_plus.hooks import Hook\nimport os, sys, time\n\nclass Mine(Hook):\n    async def pre_input(self, request, body):\n        "
            + indented + "\n";
    }
    QString root() const { return QDir(m_dir->path()).canonicalPath() + u"/project"_s; }
    void put(const QString &name, const QByteArray &bytes, bool isTrusted = true) const
    {
        const QString path = root() + u'/' + name;
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
        file.close();
        if (isTrusted)
            QVERIFY(TrustStore(m_dir->filePath(u"data"_s)).trust({*TrustSubject::ofFile(path)}));
    }
    void put(const QByteArray &bytes) const { put(u".codexplus/hooks/a.py"_s, bytes); }
    PythonHookHost::Options options() const
    {
        PythonHookHost::Options options;
        options.dataDirectory = m_dir->filePath(u"data"_s);
        options.environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
        return options;
    }
    PythonOutcome ask(const QByteArray &body = R"({"n": 1})") { return ask(*m_host, body); }
    PythonOutcome ask(PythonHookHost &host, const QByteArray &body)
    {
        std::optional<PythonOutcome> outcome;
        PythonRequest request;
        request.path = u"/responses?x=1"_s;
        request.headers = {{"Authorization", "Bearer abcdefghijk"}, {"X-Note", "hello"}, {"Cookie", "a=b"}};
        host.preInput(root(), body, request, [&](const PythonOutcome &o) { outcome = o; });
        [&] { QVERIFY(!outcome); }(); // not before preInput() returns
        const bool isAnswered = QTest::qWaitFor([&] { return outcome.has_value(); }, 20'000);
        return isAnswered ? *outcome : PythonOutcome{.reason = {}, .problem = u"no answer"_s};
    }
    static QJsonObject object(const PythonOutcome &outcome) { return QJsonDocument::fromJson(outcome.body).object(); }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<PythonHookHost> m_host;
};

void PythonHookHostTest::initTestCase()
{
    if (!QFile::exists(u"/usr/bin/python3"_s))
        QSKIP("SKIPPED SUITE: no python3 here");
}

void PythonHookHostTest::init()
{
    m_host.reset();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir().mkpath(root()));
    m_host = std::make_unique<PythonHookHost>(options());
}

void PythonHookHostTest::withoutHooksNothingRuns()
{
    PythonHookHost::Options none = options();
    none.python = u"/no/such/python"_s;
    PythonHookHost host(none);
    QCOMPARE(ask(host, "{}").kind, Kind::Unchanged);
    QCOMPARE(ask(host, "{}").problem, QString());
    put(hook("return body"));
    QVERIFY(ask(host, "{}").problem.contains(u"there is no /no/such/python"_s));
}

void PythonHookHostTest::aHookChangesTheBody()
{
    put(hook("body['added'] = '\xc3\xa4 \\ud800'\nbody['input'][0]['text'] += '!'\nreturn body"));
    const PythonOutcome outcome = ask(R"({"input": [{"text": "hi"}], "big": 12345678901234567890, "f": 1e2})");
    QCOMPARE(outcome.kind, Kind::Changed);
    QCOMPARE(object(outcome).value(u"input"_s).toArray().at(0).toObject().value(u"text"_s).toString(), u"hi!"_s);
    QVERIFY(object(outcome).contains(u"added"_s));
    QVERIFY(outcome.body.contains("12345678901234567890"));
}

void PythonHookHostTest::aHookMayReturnNothing()
{
    put(hook("body['added'] = 1"));
    QCOMPARE(object(ask()).value(u"added"_s).toInt(), 1);
}

void PythonHookHostTest::nothingChangedIsUnchanged()
{
    put(hook("return dict(body)"));
    const PythonOutcome outcome = ask("{\n \"b\": [1],\r\n \"a\": \"\\u00e4\"\n}");
    QCOMPARE(outcome.kind, Kind::Unchanged);
    QCOMPARE(outcome.problem, QString());
}

void PythonHookHostTest::theyRunByPriority()
{
    put(u".codexplus/hooks/a.py"_s, hook("body['order'] = body.get('order', '') + self.name", "priority: 200"));
    put(u".codexplus/hooks/b.py"_s, hook("body['order'] = body.get('order', '') + self.name", "priority: 10"));
    put(u".claude/hooks/c.py"_s, hook("body['order'] = body.get('order', '') + self.name"));
    put(u".claude/hooks/off.py"_s, hook("body['order'] = 'off'", "enabled: false"));
    QCOMPARE(object(ask()).value(u"order"_s).toString(), u"bca"_s);
}

void PythonHookHostTest::aFailureIsPassedOver_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("raises") << hook("body['n'] = 'half done'\nraise ValueError('no')");
    QTest::newRow("returns a list") << hook("return [1]");
    QTest::newRow("returns what is no JSON") << hook("body['n'] = object()\nreturn body");
    QTest::newRow("exits") << hook("sys.exit(3)");
    QTest::newRow("broken code") << hook("return (");
    QTest::newRow("no class") << QByteArray("---\nname: x\n---\nhook = 1\n");
    QTest::newRow("raises while it is loaded") << QByteArray("---\nname: x\n---\nraise RuntimeError('no')\n");
}

void PythonHookHostTest::aFailureIsPassedOver()
{
    QFETCH(QByteArray, code);
    put(code);
    put(u".codexplus/hooks/good.py"_s, hook("body['good'] = True", "priority: 300"));
    for (int round = 0; round < 3; ++round) {
        const QJsonObject body = object(ask());
        QCOMPARE(body, (QJsonObject{{u"n"_s, 1}, {u"good"_s, true}}));
    }
}

void PythonHookHostTest::aHookMayBlock()
{
    put(hook("request.state.user_prompt_block = {'reason': 'not today'}\nreturn body"));
    const PythonOutcome outcome = ask();
    QCOMPARE(outcome.kind, Kind::Blocked);
    QCOMPARE(outcome.reason, u"not today"_s);
}

void PythonHookHostTest::theRequestIsShownWithoutCredentials()
{
    put(hook("body['seen'] = [request.method, request.url.path, str(request.url), request.headers.get('x-note'), sorted(request.headers), dict(os.environ).get('SECRET')]"));
    qputenv("SECRET", "1");
    const QJsonArray seen = object(ask()).value(u"seen"_s).toArray();
    QCOMPARE(seen, (QJsonArray{u"POST"_s, u"/responses"_s, u"/responses?x=1"_s, u"hello"_s, QJsonArray{u"x-note"_s}, QJsonValue::Null}));
}

void PythonHookHostTest::whatHooksPrintHarmsNothing()
{
    put(hook("print('{\"id\": 1}')\nos.write(1, b'x\\n')\nos.system('echo from a shell')\nsys.stdout.write('y')\nbody['read'] = sys.stdin.read()"));
    QCOMPARE(object(ask()).value(u"read"_s), QJsonValue(QString()));
}

void PythonHookHostTest::modulesOfTheOriginalAreThere()
{
    put("---\nname: x\n---\nimport codex_plus.hooks\nfrom fastapi import Request, Response\nfrom fastapi.responses import JSONResponse\nfrom starlette.requests import Request as R\n"
        "class Base(codex_plus.hooks.Hook):\n    async def pre_input(self, request, body):\n        body['config'] = self.config\n        body['module'] = __name__\n        "
        "body['file'] = __file__\n");
    const QJsonObject body = object(ask());
    QCOMPARE(body.value(u"module"_s).toString(), u"codex_plus_hook_a"_s);
    QCOMPARE(body.value(u"file"_s).toString(), root() + u"/.codexplus/hooks/a.py"_s);
    QCOMPARE(body.value(u"config"_s).toObject().value(u"name"_s).toString(), u"x"_s);
}

void PythonHookHostTest::theDirectoryIsNoPlaceToImportFrom()
{
    const QString marker = m_dir->filePath(u"marker"_s);
    for (const char *name : {"json.py", "asyncio.py", "sitecustomize.py", "fastapi.py", ".codexplus/hooks/types.py"})
        put(QString::fromLatin1(name), "open('" + QFile::encodeName(marker) + "', 'w')\n", false);
    put(hook("body['at'] = os.getcwd()"));
    QCOMPARE(object(ask()).value(u"at"_s).toString(), root());
    QVERIFY(!QFile::exists(marker));
}

void PythonHookHostTest::whatIsNotTrustedDoesNotRun()
{
    put(u".codexplus/hooks/a.py"_s, hook("body['a'] = 1"), false);
    QCOMPARE(ask().kind, Kind::Unchanged);
    const auto untrusted = m_host->untrusted(root());
    QCOMPARE(untrusted.size(), 1);
    QCOMPARE(untrusted[0].path, root() + u"/.codexplus/hooks/a.py"_s);
    QVERIFY(TrustStore(m_dir->filePath(u"data"_s)).trust(untrusted));
    QCOMPARE(object(ask()).value(u"a"_s).toInt(), 1); // at once
    QVERIFY(m_host->untrusted(root()).isEmpty());
    QVERIFY(TrustStore(m_dir->filePath(u"data"_s)).revoke(untrusted[0].path));
    QCOMPARE(ask().kind, Kind::Unchanged);
}

void PythonHookHostTest::aChangedFileIsNotTrustedAnyMore()
{
    put(hook("body['a'] = 1"));
    QCOMPARE(object(ask()).value(u"a"_s).toInt(), 1);
    put(u".codexplus/hooks/a.py"_s, hook("body['a'] = 2"), false);
    QCOMPARE(ask().kind, Kind::Unchanged);
    put(hook("body['a'] = 2"));
    QCOMPARE(object(ask()).value(u"a"_s).toInt(), 2);
}

void PythonHookHostTest::hooksOfTheUserNeedNoTrust()
{
    PythonHookHost::Options mine = options();
    mine.userDirectories = {m_dir->path() + u"/home/hooks"_s};
    PythonHookHost host(mine);
    put(u"../home/hooks/u.py"_s, hook("body['u'] = 1"), false);
    put(u".codexplus/hooks/a.py"_s, hook("body['a'] = 1"), false);
    QCOMPARE(object(ask(host, "{}")), (QJsonObject{{u"u"_s, 1}}));
    // A link of the project into the user's directory is harmless; one of the user's into the project is not his.
    QVERIFY(QFile::link(root() + u"/.codexplus/hooks/a.py"_s, m_dir->path() + u"/home/hooks/b.py"_s));
    QCOMPARE(object(ask(host, "{}")), (QJsonObject{{u"u"_s, 1}}));
}

void PythonHookHostTest::theFirstOfAStemRuns()
{
    put(u".codexplus/hooks/a.py"_s, hook("body['from'] = body.get('from', '') + 'codexplus'"));
    put(u".claude/hooks/a.py"_s, hook("body['from'] = body.get('from', '') + 'claude'"));
    QCOMPARE(object(ask()).value(u"from"_s).toString(), u"codexplus"_s);
}

void PythonHookHostTest::aNewFileRunsAtOnce()
{
    put(hook("body['a'] = 1"));
    QCOMPARE(object(ask()).size(), 2);
    put(u".codexplus/hooks/b.py"_s, hook("body['b'] = 1"));
    QCOMPARE(object(ask()).size(), 3);
    QVERIFY(QFile::remove(root() + u"/.codexplus/hooks/a.py"_s));
    QCOMPARE(object(ask()), (QJsonObject{{u"n"_s, 1}, {u"b"_s, 1}}));
}

void PythonHookHostTest::manyQuestionsAreAnsweredInOrder()
{
    put(hook("body['twice'] = body['n'] * 2\nbody['more'] = 'x' * 100000"));
    QList<int> answers;
    for (int number = 0; number < 50; ++number) {
        m_host->preInput(root(), "{\"n\": " + QByteArray::number(number) + "}", {},
                         [&](const PythonOutcome &outcome) { answers += object(outcome).value(u"twice"_s).toInt(-1); });
    }
    QTRY_COMPARE_WITH_TIMEOUT(answers.size(), 50, 20'000);
    for (int number = 0; number < 50; ++number)
        QCOMPARE(answers[number], number * 2);
}

void PythonHookHostTest::aHookThatHangsIsEnded()
{
    PythonHookHost::Options impatient = options();
    impatient.timeout = 1s;
    PythonHookHost host(impatient);
    const QByteArray marker = QFile::encodeName(m_dir->filePath(u"pid"_s));
    put(hook("if body.get('hang'):\n    open('" + marker + "', 'w').write(str(os.getpid()))\n    time.sleep(100)\nbody['fine'] = 1"));
    QCOMPARE(object(ask(host, "{}")).value(u"fine"_s).toInt(), 1);
    const PythonOutcome hung = ask(host, R"({"hang": true})");
    QCOMPARE(hung.kind, Kind::Unchanged);
    QVERIFY2(hung.problem.contains(u"did not answer within 1 s"_s), qPrintable(hung.problem));
    QFile file(QFile::decodeName(marker));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString process = u"/proc/"_s + QString::fromLatin1(file.readAll());
    QTRY_VERIFY(!QFile::exists(process));
    QVERIFY(ask(host, "{}").problem.contains(u"left alone"_s)); // for a second
    QTRY_COMPARE_WITH_TIMEOUT(object(ask(host, "{}")).value(u"fine"_s).toInt(), 1, 10'000);
}

void PythonHookHostTest::aHookThatEndsPythonIsAProblem()
{
    put(hook("os._exit(7)"));
    const PythonOutcome outcome = ask();
    QCOMPARE(outcome.kind, Kind::Unchanged);
    QVERIFY2(outcome.problem.contains(u"it exited with code 7"_s), qPrintable(outcome.problem));
}

void PythonHookHostTest::aStopSaysNothing()
{
    put(hook("time.sleep(100)"));
    bool isAnswered = false;
    m_host->preInput(root(), "{}", {}, [&](const PythonOutcome &) { isAnswered = true; });
    m_host->stop();
    QTest::qWait(50);
    QVERIFY(!isAnswered);
    put(hook("body['a'] = 1"));
    QCOMPARE(object(ask()).value(u"a"_s).toInt(), 1); // and goes on when asked
}

void PythonHookHostTest::aHookIsFast()
{
    put(hook("body['a'] = 1"));
    ask();
    QElapsedTimer clock;
    clock.start();
    for (int round = 0; round < 50; ++round)
        ask();
    const double each = double(clock.nsecsElapsed()) / 50e6;
    QVERIFY2(each < 50, qPrintable(u"%1 ms"_s.arg(each))); // measured: below 1
}

QTEST_GUILESS_MAIN(PythonHookHostTest)
#include "tst_pythonhookhost.moc"
