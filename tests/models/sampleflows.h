// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/flowmodel.h"
#include "proxy/changes/bodychange.h"

#include <QRegularExpression>
#include <QTest>

namespace cpx::test {

/// The clock of the model suites stands still here: 2026-01-02 12:00:00 UTC.
inline constexpr qint64 noon = 1'767'355'200'000;

/// A request as Codex sends it, without an answer yet. `metadata` is what differs in x-codex-turn-metadata.
inline FlowRecord flow(quint64 id,
                       const QByteArray &metadata = R"("request_kind":"turn","thread_source":"user")",
                       const QByteArray &model = "gpt-6.1-sol")
{
    FlowRecord record;
    record.id = id;
    record.method = "POST";
    record.target = "/v1/responses";
    record.upstream = QStringLiteral("https://api.openai.com");
    record.startedMs = noon;
    record.requestBytes = 68'775;
    record.requestHeaders = http::HeaderList{
        {"x-codex-turn-metadata",
         "{" + metadata + R"(,"model":")" + model + R"(","reasoning_effort":"low"})"},
        {"authorization", "Bearer sk-FAKE-0123456789abcdef0123456789"},
        {"originator", "codex_exec"},
        {"user-agent", "codex_exec/0.169.0 (Debian 12.0.0; x86_64) xterm (codex_exec; 0.169.0)"},
    };
    return record;
}

/// The same, answered whole.
inline FlowRecord done(quint64 id, int status = 200, qint64 firstByteUs = 1'200'000,
                       qint64 totalUs = 3'400'000)
{
    FlowRecord record = flow(id);
    record.phase = FlowRecord::Phase::Done;
    record.status = status;
    record.firstByteUs = firstByteUs;
    record.totalUs = totalUs;
    record.responseBytes = 74'200;
    record.responseHeaders =
        http::HeaderList{{"content-type", "text/event-stream"}, {"set-cookie", "session=secret"}};
    return record;
}

/// The same, with what the model said and two changes of ours.
inline FlowRecord summed(quint64 id)
{
    FlowRecord record = done(id);
    ResponseSummary summary;
    summary.outcome = ModelOutcome{ModelOutcome::Kind::Incomplete, "max_output_tokens", {}};
    summary.model = "gpt-6.1-sol-2026";
    summary.usage = TokenUsage{18'200, 16'744, 640, 120, 18'840};
    summary.stream = StreamTiming{40, 1'900'000, 6'100'000, 1};
    summary.toolCalls = {"exec", "mcp__x.task"};
    summary.toolCallCount = 2;
    summary.rateLimits = {{"primary", 40.0, 300, 1200, {}, {}}};
    record.summary = std::make_shared<const ResponseSummary>(summary);
    BodyChange change;
    change.attribution = {ChangeAttribution::Kind::Hook, QStringLiteral("lint"), {}, QStringLiteral("UserPromptSubmit")};
    change.location = "/input/3";
    record.changes = std::make_shared<const QList<BodyChange>>(QList{change, change});
    return record;
}

inline FlowRecord failed(quint64 id)
{
    FlowRecord record = flow(id);
    record.phase = FlowRecord::Phase::Failed;
    record.status = 502;
    record.totalUs = 80'000;
    record.errorCode = "upstream_refused";
    record.errorText = QStringLiteral("api.openai.com refused the connection.");
    return record;
}

inline QStringList printed(const QAbstractItemModel &model, int column, int role = Qt::DisplayRole)
{
    QStringList cells;
    for (int row = 0; row < model.rowCount(); ++row)
        cells.append(model.index(row, column).data(role).toString());
    return cells;
}

/// For init(): a warning is a failure.
inline void failOnAnyWarning()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
}

} // namespace cpx::test
