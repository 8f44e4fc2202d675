// SPDX-License-Identifier: GPL-3.0-or-later
// A request's body is a value or refused, with and without room behind it; ranges lie on whole tokens of it;
// a change touches only what it names, and keeps JSON what it was. The first byte chooses the change, the
// rest is the body. What is no JSON may be read all the same, where nobody looked; then only the ranges have
// to be good.
#include "proxy/prompt/bodyedits.h"
#include "proxy/prompt/messageitems.h"
#include "tests/fuzz/cuts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace cpx;

namespace {

bool isWhole(ByteRange range, QByteArrayView body)
{
    if (range.begin < 0 || range.end > body.size() || range.begin >= range.end)
        return false;
    const QByteArrayView bytes = range.of(body);
    return bytes.trimmed().size() == bytes.size() && bytes.front() != ',' && bytes.back() != ',';
}

bool isString(ByteRange range, QByteArrayView body)
{
    return range.isEmpty()
        || (isWhole(range, body) && range.size() >= 2 && range.of(body).front() == '"'
            && range.of(body).back() == '"');
}

void checkLayout(const RequestLayout &layout, QByteArrayView body)
{
    fuzz::require(isString(layout.model, body), "the model's name is a string");
    fuzz::require(layout.list.isEmpty() || isWhole(layout.list, body), "the list is whole");
    fuzz::require(!layout.isPlainInput || (layout.items.size() == 1 && layout.items[0].range == layout.list),
                  "plain input is one item");
    qsizetype end = layout.list.begin;
    for (const RequestLayout::Item &item : layout.items) {
        fuzz::require(isWhole(item.range, body), "an item is whole");
        fuzz::require(item.range.begin >= end && item.range.end <= layout.list.end,
                      "items lie in the list, in order");
        end = item.range.end;
        fuzz::require(isString(item.id, body) && isString(item.callId, body), "ids are strings");
        fuzz::require(item.output.isEmpty() || isWhole(item.output, body), "an output is whole");
        fuzz::require(item.firstPart + item.partCount <= layout.parts.size(), "an item's parts are there");
    }
    for (const RequestLayout::Part &part : layout.parts)
        fuzz::require(isString(part.text, body), "texts are strings");
    for (const RequestLayout::Call &call : layout.calls) {
        fuzz::require(isString(call.callId, body) && isString(call.name, body)
                          && isString(call.nameSpace, body),
                      "a call's names are strings");
        fuzz::require(call.arguments.isEmpty() || isWhole(call.arguments, body), "arguments are whole");
        fuzz::require(call.item < layout.items.size(), "a call has an item");
    }
}

bool isJson(const QByteArray &json)
{
    QJsonParseError error{};
    QJsonDocument::fromJson(json, &error);
    return error.error == QJsonParseError::NoError;
}

void checkNewText(const ModelRequest &request, bool wasJson)
{
    const QString text = QStringLiteral("new \"text\"\\\n\u0001");
    const QList<Prompt> prompts = request.prompts();
    for (qsizetype i = 0; i < prompts.size(); ++i) {
        fuzz::require(stringFromJson(jsonString(prompts[i].text())) == prompts[i].text(),
                      "a text comes back");
        BodyEdits edits(request);
        edits.replaceText(prompts[i], text);
        const auto changed = edits.applied();
        fuzz::require(bool(changed), "one new text is no contradiction");
        if (!wasJson)
            continue;
        fuzz::require(isJson(*changed), "a new text keeps JSON", request.body(), *changed);
        const auto again = ModelRequest::parse(*changed, request.metadata());
        fuzz::require(again && again->prompts().size() == prompts.size(), "the prompts are the same",
                      request.body(), *changed);
        const Prompt prompt = again->prompts()[i];
        fuzz::require(prompt.text() == text, "the text is the new one");
        fuzz::require(
            changed->first(prompt.textToken.begin) == request.body().first(prompts[i].textToken.begin)
                && changed->sliced(prompt.textToken.end) == request.body().sliced(prompts[i].textToken.end),
            "nothing else has changed", request.body(), *changed);
    }
}

void checkItems(const ModelRequest &request, quint8 choice, bool wasJson)
{
    if (request.layout().list.isEmpty())
        return;
    BodyEdits edits(request);
    qsizetype expected = request.itemCount();
    for (qsizetype i = 0; i < request.itemCount(); ++i) {
        if ((choice >> (i % 3)) & 1) {
            edits.removeItem(i);
            --expected;
        }
        if ((choice >> (i % 4 + 2)) & 1) {
            edits.insertItemAfter(i, developerMessage(u"x", "msg_cplus_1"));
            ++expected;
        }
    }
    if (choice & 128) {
        edits.appendItem("1");
        ++expected;
    }
    const auto changed = edits.applied();
    fuzz::require(bool(changed), "items are no contradiction");
    fuzz::require(!edits.isEmpty() || *changed == request.body(), "no change, no difference");
    if (!wasJson)
        return;
    fuzz::require(isJson(*changed), "items keep JSON", request.body(), *changed);
    const auto again = ModelRequest::parse(*changed, request.metadata());
    fuzz::require(again && again->itemCount() == expected, "as many items as there should be", request.body(),
                  *changed);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    QByteArray body(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    const TurnMetadata metadata = TurnMetadata::of("/v1/responses", {{"x-codex-turn-metadata", body}});
    const auto tight = RequestLayout::of(QByteArray::fromRawData(body.constData(), body.size()));
    body.reserve(body.size() + ModelRequest::padding);
    const auto request = ModelRequest::parse(body, metadata);
    fuzz::require(bool(tight) == bool(request), "room behind a body changes nothing");
    if (!request)
        return 0;
    checkLayout(request->layout(), body);
    (void)request->kind();
    (void)request->lastAssistantText();
    (void)request->newToolOutputs();
    (void)request->ownItems();
    (void)request->isFollowUp();
    for (const QByteArray &id : request->userItemIds())
        fuzz::require(request->indexOfItem(id) >= 0, "a listed id is found", id);
    const QString directory = request->workingDirectory();
    fuzz::require(directory.isEmpty() || directory.startsWith(u'/') || directory.startsWith(u':'),
                  "a directory is absolute");
    const bool wasJson = isJson(body);
    checkNewText(*request, wasJson);
    checkItems(*request, data[0], wasJson);
    return 0;
}
