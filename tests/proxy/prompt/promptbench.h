// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/proxy/prompt/samplebodies.h"
#include "tests/support/proxybench.h"

#include <QDir>
#include <QTemporaryDir>

namespace cpx::test {

/// A proxy that looks into prompts, with a home directory and a project of its own, between a fake upstream and raw clients.
class PromptBench
{
public:
    explicit PromptBench(const std::function<void(EngineConfig &)> &adjust = {}, Transport transport = Transport::Direct)
    {
        QDir().mkpath(home());
        QDir().mkpath(project() + QStringLiteral("/.git"));
        m_proxy = std::make_unique<ProxyBench>(transport, [&](EngineConfig &config) {
            AutomationOptions options;
            options.homeDirectory = home();
            options.dataDirectory = data();
            options.environment = QProcessEnvironment::systemEnvironment();
            config.automation = options;
            config.promptStore.directory = data();
            if (adjust)
                adjust(config);
            m_config = config;
        });
    }

    FakeUpstream &upstream() { return m_proxy->upstream; }
    TestEngine &engine() { return *m_proxy->engine; }
    std::unique_ptr<TestClient> client() { return m_proxy->client(); }

    /// Another engine, which knows what the first one has left in the data directory. `adjust` is for it and later ones.
    void restart(const std::function<void(EngineConfig &)> &adjust = {})
    {
        if (adjust)
            adjust(m_config);
        m_proxy->engine.reset();
        m_proxy->engine = std::make_unique<TestEngine>(m_config);
    }

    QString data() const { return m_directory.filePath(QStringLiteral("data")); }
    QString home() const { return m_directory.filePath(QStringLiteral("home")); }
    QString project() const { return m_directory.filePath(QStringLiteral("project")); }
    /// A file below the home directory or the project.
    void put(const QString &path, const QByteArray &bytes) const
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("%s cannot be written", qPrintable(path));
    }
    QByteArray read(const QString &path) const
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void putCommand(const QString &name, const QByteArray &text) const
    {
        put(home() + QStringLiteral("/.codexplus/commands/%1.md").arg(name), text);
    }
    /// The user's own hook of one event, in shell.
    void putHook(const QByteArray &event, const QByteArray &command) const
    {
        put(home() + QStringLiteral("/.codexplus/settings.json"),
            R"({"hooks":{")" + event + R"(":[{"hooks":[{"type":"command","command":)" + jsonString(QString::fromUtf8(command)) + "}]}]}}");
    }

    /// The field that says what a request is: of a user's turn, unless told otherwise.
    static QByteArray metadata(QByteArrayView turn = "t1", QByteArrayView rest = R"("thread_source":"user","turn_trigger":"exec")",
                               QByteArrayView kind = "turn")
    {
        return R"(x-codex-turn-metadata: {"session_id":"s1","thread_id":"s1","turn_id":")" + turn.toByteArray() + R"(","request_kind":")"
            + kind.toByteArray() + R"(",)" + rest.toByteArray() + "}\r\nContent-Type: application/json\r\n";
    }
    /// Where the conversation happens, as Codex writes it.
    QByteArray place() const { return environment("msg_env", project().toUtf8()); }

    std::unique_ptr<TestClient> send(const QByteArray &body, const QByteArray &fields = metadata(), const QByteArray &target = "/v1/responses")
    {
        auto client = m_proxy->client();
        client->post(body, fields, target);
        return client;
    }
    QByteArray lastBody() const { return m_proxy->requests().isEmpty() ? QByteArray() : m_proxy->requests().constLast().body; }
    qsizetype requestCount() const { return m_proxy->requests().size(); }

    /// A short answer of a model.
    static QByteArray answer()
    {
        const QByteArray body = "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"r1\"}}\n\n"
                                "event: response.output_item.done\ndata: {\"type\":\"response.output_item.done\",\"item\":{\"type\":\"message\","
                                "\"role\":\"assistant\",\"id\":\"msg_a\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hello\"}]}}\n\n"
                                "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"r1\"}}\n\n";
        return plainAnswer(body, "Content-Type: text/event-stream\r\n");
    }

private:
    QTemporaryDir m_directory;
    EngineConfig m_config;
    std::unique_ptr<ProxyBench> m_proxy;
};

} // namespace cpx::test
