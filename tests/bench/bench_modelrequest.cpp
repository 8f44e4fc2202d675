// SPDX-License-Identifier: GPL-3.0-or-later
// What looking into a request costs: bodies as Codex writes them, 20 KB to 2 MB, parsed and asked for what
// every stage asks. Prints microseconds, the median and the best of many rounds; the release build counts:
//   cmake --preset cost && cmake --build build/cost --target bench_modelrequest &&
//   build/cost/tests/bench/bench_modelrequest
#include "proxy/prompt/bodyedits.h"
#include "proxy/prompt/modelrequest.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

using namespace cpx;

namespace {

/// Prose with what makes JSON slow: quotes, line ends, letters beyond ASCII.
QString prose(qsizetype length, quint32 seed)
{
    static const char *const words[] = {"the ",    "model ",      "edits ",
                                        "files ",  "\"quoted\" ", "\n    return x;\n",
                                        "\\path ", "ü→ ",         "before "};
    QString text;
    while (text.size() < length) {
        seed = seed * 1664525 + 1013904223;
        text += QString::fromUtf8(words[(seed >> 16) % std::size(words)]);
    }
    return text;
}

QByteArray message(const char *role, int number, const QString &text, const char *kind)
{
    return QByteArray(R"({"type":"message","id":"msg_01a202ea-8817-77d2-82ff-)")
        + QByteArray::number(number).rightJustified(12, '0') + R"(","role":")" + role
        + R"(","content":[{"type":"input_text","text":)" + jsonString(text)
        + R"(}],"internal_chat_message_metadata_passthrough":{"turn_id":"01a202ea-87d3-7e72-8f5a-f0531a954bf3","create_time":1795345254.4236689,"content_item_kinds":[")"
        + kind + R"("]}})";
}

QByteArray toolLoop(int number)
{
    const QByteArray id = QByteArray::number(number).rightJustified(8, '0');
    return R"({"type":"function_call","status":"completed","id":"fc_)" + id
        + R"(","name":"exec_command","arguments":)"
        + jsonString(u"{\"cmd\": \"sed -n 1,200p core/settings.cpp\", \"yield_time_ms\": 5000}")
        + R"(,"call_id":"call_)" + id + R"("},{"type":"function_call_output","id":"fco_)" + id
        + R"(","call_id":"call_)" + id + R"(","output":)" + jsonString(prose(1800, quint32(number))) + '}';
}

QByteArray codexBody(qsizetype size)
{
    QByteArray body =
        R"({"model":"gpt-5.5","stream":true,"input":[)"
        + message("developer", 1, prose(qMin<qsizetype>(size / 4, 21000), 1), "model.base_instructions") + ','
        + message(
            "user", 2,
            u"<environment_context>\n  <cwd>/home/user/project</cwd>\n  <shell>bash</shell>\n</environment_context>"_qs,
            "environments.environment_context");
    for (int number = 3; body.size() < size * 4 / 5; ++number) {
        if (number % 8 == 3)
            body += ',' + message("user", number, prose(120, quint32(number)), "user.text");
        body += ',' + toolLoop(number);
        if (number % 8 == 2)
            body += ',' + message("assistant", number, prose(600, quint32(number)), "unknown");
    }
    body += ',' + message("user", 999'999, u"Say hi please"_qs, "user.text") + R"(],"tools":[)";
    for (int tool = 0; body.size() < size - 400; ++tool) {
        body += (tool ? "," : "") + QByteArray(R"({"type":"function","name":"tool_)")
            + QByteArray::number(tool) + R"(","description":)" + jsonString(prose(300, quint32(tool)))
            + R"(,"strict":false,"parameters":{"type":"object","properties":{"cmd":{"type":"string","description":"Shell command"},"timeout":{"type":"number"}},"required":["cmd"],"additionalProperties":false}})";
    }
    body +=
        R"(],"tool_choice":"auto","parallel_tool_calls":true,"store":false,"prompt_cache_key":"k","text":{"verbosity":"low"}})";
    body.reserve(body.size() + ModelRequest::padding);
    return body;
}

template <typename Work> void measure(const char *what, const QByteArray &body, Work work)
{
    using Clock = std::chrono::steady_clock;
    std::vector<double> rounds;
    for (const auto end = Clock::now() + std::chrono::milliseconds(400); Clock::now() < end;) {
        const auto begin = Clock::now();
        work();
        rounds.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
    }
    std::sort(rounds.begin(), rounds.end());
    std::printf("%-44s %9lld bytes %9.1f us p50 %9.1f us best\n", what, static_cast<long long>(body.size()),
                rounds[rounds.size() / 2], rounds.front());
}

} // namespace

int main()
{
    const TurnMetadata metadata = TurnMetadata::of(
        "/v1/responses",
        {{"x-codex-turn-metadata",
          R"({"request_kind":"turn","thread_source":"user","turn_trigger":"exec","model":"gpt-5.5"})"}});
    qsizetype seen = 0;
    for (const qsizetype size : {20'000, 200'000, 2'000'000}) {
        const QByteArray body = codexBody(size);
        const auto request = ModelRequest::parse(body, metadata);
        if (!request || request->prompts().size() != 1 || request->workingDirectory().isEmpty())
            return 1;
        const Prompt prompt = request->prompts().first();
        measure("parse", body, [&] { seen += ModelRequest::parse(body, metadata)->itemCount(); });
        measure("parse, prompts, decoded", body,
                [&] { seen += ModelRequest::parse(body, metadata)->prompts().first().text().size(); });
        measure("parse of a body without padding", body, [&] {
            seen += ModelRequest::parse(QByteArray::fromRawData(body.constData(), body.size()), metadata)
                        ->itemCount();
        });
        measure("working directory", body, [&] { seen += request->workingDirectory().size(); });
        measure("own items", body, [&] { seen += request->ownItems().size(); });
        measure("user item ids", body, [&] { seen += request->userItemIds().size(); });
        measure("a new text for the prompt", body, [&] {
            BodyEdits edits(*request);
            edits.replaceText(prompt, u"/hello"_qs);
            seen += edits.applied()->size();
        });
    }
    return seen > 0 ? 0 : 1;
}
