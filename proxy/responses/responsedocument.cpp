// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/responses/responsedocument.h"

#include "core/redaction.h"

#include <simdjson.h>

namespace cpx {

namespace {

using simdjson::dom::element;

constexpr size_t deepest = 512; ///< JSON nested deeper than this is not read
constexpr qsizetype longestName = 128; ///< of ids, models, codes and tools, bytes
constexpr qsizetype longestText = 1024; ///< of an error, bytes

/// Calls visit(root) when the text is JSON.
template<typename Visit>
void withJson(QByteArrayView json, Visit visit)
{
    simdjson::dom::parser parser;
    if (json.isEmpty() // which simdjson would copy from nowhere
        || parser.allocate(size_t(json.size()), deepest) != simdjson::SUCCESS)
        return;
    element root;
    if (parser.parse(json.data(), size_t(json.size())).get(root) == simdjson::SUCCESS)
        visit(root);
}

std::optional<element> member(const element &object, std::string_view key)
{
    element value;
    if (object[key].get(value) != simdjson::SUCCESS || value.is_null())
        return std::nullopt;
    return value;
}

/// The beginning of the text, on one line.
QByteArray text(const element &object, std::string_view key, qsizetype longest = longestName)
{
    std::string_view value;
    if (object[key].get(value) != simdjson::SUCCESS)
        return {};
    QByteArray bytes(value.data(), qMin(qsizetype(value.size()), longest));
    if (qsizetype(value.size()) > longest) { // a character cut in two
        while (!bytes.isEmpty() && !bytes.isValidUtf8())
            bytes.chop(1);
    }
    for (char &c : bytes) {
        if (c >= 0 && c < ' ')
            c = ' ';
    }
    return bytes;
}

std::optional<qint64> count(const std::optional<element> &object, std::string_view key)
{
    int64_t value = 0;
    if (!object || (*object)[key].get(value) != simdjson::SUCCESS || value < 0)
        return std::nullopt;
    return value;
}

void takeName(QByteArray &known, QByteArray name)
{
    if (!name.isEmpty())
        known = std::move(name);
}

/// Both spellings: Responses (input_tokens, …) and Chat Completions (prompt_tokens, …).
void takeUsage(ResponseSummary &summary, const element &object)
{
    const auto found = member(object, "usage");
    if (!found || !found->is_object())
        return;
    const auto either = [&](std::string_view key, std::string_view other) {
        const auto value = count(found, key);
        return value ? value : count(found, other);
    };
    const auto detail = [&](std::string_view group, std::string_view otherGroup, std::string_view key) {
        const auto value = count(member(*found, group), key);
        return value ? value : count(member(*found, otherGroup), key);
    };
    TokenUsage usage;
    usage.input = either("input_tokens", "prompt_tokens");
    usage.cachedInput = detail("input_tokens_details", "prompt_tokens_details", "cached_tokens");
    usage.output = either("output_tokens", "completion_tokens");
    usage.reasoning = detail("output_tokens_details", "completion_tokens_details", "reasoning_tokens");
    usage.total = count(found, "total_tokens");
    if (usage != TokenUsage())
        summary.usage = usage;
}

void fail(ResponseSummary &summary, const element &error)
{
    QByteArray code = text(error, "code");
    if (code.isEmpty())
        code = text(error, "type");
    std::string_view plain;
    QByteArray message = text(error, "message", longestText);
    if (message.isEmpty() && error.get(plain) == simdjson::SUCCESS)
        message = QByteArray(plain.data(), qMin(qsizetype(plain.size()), longestText));
    summary.outcome = ModelOutcome{ModelOutcome::Kind::Failed, redacted(code), QString::fromUtf8(redacted(message))};
}

void takeResponse(ResponseSummary &summary, const element &response)
{
    takeName(summary.responseId, text(response, "id"));
    takeName(summary.model, text(response, "model"));
    takeName(summary.serviceTier, text(response, "service_tier"));
    takeUsage(summary, response);
}

void incomplete(ResponseSummary &summary, const element &response)
{
    const auto details = member(response, "incomplete_details");
    summary.outcome = ModelOutcome{ModelOutcome::Kind::Incomplete, details ? text(*details, "reason") : QByteArray(), {}};
}

void takeToolName(ResponseSummary &summary, QByteArray name, int mostToolCalls)
{
    if (++summary.toolCallCount <= mostToolCalls)
        summary.toolCalls.append(std::move(name));
}

void takeItem(ResponseSummary &summary, const element &item, int mostToolCalls)
{
    const QByteArray type = text(item, "type");
    constexpr QByteArrayView suffix("_call");
    if (!type.endsWith(suffix))
        return;
    // Built-in tools (web_search_call, …) have no name but that of the item.
    QByteArray name = text(item, "name");
    if (name.isEmpty())
        name = type.chopped(suffix.size());
    const QByteArray space = text(item, "namespace");
    takeToolName(summary, space.isEmpty() ? name : space + '.' + name, mostToolCalls);
}

/// finish_reason: "stop", "tool_calls", "function_call"; or "length", "content_filter", as OpenAI's API reference has it.
void takeFinishReason(ResponseSummary &summary, const QByteArray &reason)
{
    if (reason.isEmpty())
        return;
    const bool isIncomplete = reason == "length" || reason == "content_filter";
    summary.outcome = isIncomplete ? ModelOutcome{ModelOutcome::Kind::Incomplete, reason, {}}
                                   : ModelOutcome{ModelOutcome::Kind::Completed, {}, {}};
}

void takeChatTools(ResponseSummary &summary, const element &message, int mostToolCalls)
{
    simdjson::dom::array calls;
    if (message["tool_calls"].get(calls) != simdjson::SUCCESS)
        return;
    for (const element call : calls) {
        const auto function = member(call, "function");
        if (QByteArray name = function ? text(*function, "name") : QByteArray(); !name.isEmpty())
            takeToolName(summary, std::move(name), mostToolCalls); // later pieces of a call have none
    }
}

void takeChat(ResponseSummary &summary, const element &root, int mostToolCalls)
{
    takeResponse(summary, root);
    if (const auto error = member(root, "error"))
        fail(summary, *error);
    simdjson::dom::array choices;
    if (root["choices"].get(choices) != simdjson::SUCCESS)
        return;
    for (const element choice : choices) {
        takeFinishReason(summary, text(choice, "finish_reason"));
        for (const char *key : {"delta", "message"}) {
            if (const auto message = member(choice, key))
                takeChatTools(summary, *message, mostToolCalls);
        }
    }
}

} // namespace

void takeResponseEnvelope(ResponseSummary &summary, QByteArrayView type, QByteArrayView json)
{
    withJson(json, [&](const element &root) {
        if (type == "error")
            return fail(summary, member(root, "error").value_or(root));
        const auto response = member(root, "response");
        if (!response)
            return;
        takeResponse(summary, *response);
        if (type == "response.completed" || type == "response.done") {
            summary.outcome = ModelOutcome{};
        } else if (type == "response.incomplete") {
            incomplete(summary, *response);
        } else if (type == "response.failed") {
            fail(summary, member(*response, "error").value_or(*response));
        } else if (type == "response.cancelled") {
            summary.outcome = ModelOutcome{ModelOutcome::Kind::Incomplete, "cancelled", {}};
        }
    });
}

void takeOutputItem(ResponseSummary &summary, QByteArrayView json, int mostToolCalls)
{
    withJson(json, [&](const element &root) {
        if (const auto item = member(root, "item"))
            takeItem(summary, *item, mostToolCalls);
    });
}

void takeChatCompletion(ResponseSummary &summary, QByteArrayView json, int mostToolCalls)
{
    withJson(json, [&](const element &root) { takeChat(summary, root, mostToolCalls); });
}

void takeDocument(ResponseSummary &summary, QByteArrayView json, int status, int mostToolCalls)
{
    withJson(json, [&](const element &root) {
        if (const auto error = member(root, "error"); error && (status >= 400 || !member(root, "status")))
            return fail(summary, *error);
        if (member(root, "choices"))
            return takeChat(summary, root, mostToolCalls);
        const QByteArray state = text(root, "status");
        if (text(root, "object") != "response" && state.isEmpty())
            return;
        takeResponse(summary, root);
        if (state == "incomplete")
            incomplete(summary, root);
        else if (state == "failed")
            fail(summary, member(root, "error").value_or(root));
        else if (state == "completed")
            summary.outcome = ModelOutcome{};
        simdjson::dom::array items;
        if (root["output"].get(items) != simdjson::SUCCESS)
            return;
        for (const element item : items)
            takeItem(summary, item, mostToolCalls);
    });
}

} // namespace cpx
