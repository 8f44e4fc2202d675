// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/modelrequest.h"

#include "proxy/prompt/workingdirectory.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

using Layout = RequestLayout;
using Type = RequestLayout::ItemType;
using Role = RequestLayout::Role;

constexpr auto compactionPrompt = "You are performing a CONTEXT CHECKPOINT COMPACTION"_L1;
constexpr auto compactionSummary = "Another language model started to solve"_L1;

constexpr auto skillBeginning = "<skill>"_L1;

/// How texts in a user's message begin that are not the user's, for clients that do not say what a text is.
constexpr QLatin1StringView foreignBeginnings[] = {
    "<environment_context>"_L1,
    "# AGENTS.md instructions"_L1,
    skillBeginning,
    "<user_shell_command>"_L1,
    "<turn_aborted>"_L1,
    "<image name="_L1,
    "</image>"_L1,
    "<INSTRUCTIONS>"_L1,
    compactionPrompt,
    compactionSummary,
};
constexpr qsizetype longestBeginning = compactionPrompt.size();

} // namespace

ModelRequest::ModelRequest(const QByteArray &body, const TurnMetadata &metadata, RequestLayout layout)
    : m_body(body)
    , m_metadata(metadata)
    , m_layout(std::move(layout))
{ }

Result<ModelRequest> ModelRequest::parse(const QByteArray &body, const TurnMetadata &metadata)
{
    auto layout = RequestLayout::of(body);
    if (!layout)
        return layout.error();
    return ModelRequest(body, metadata, *std::move(layout));
}

RequestKind ModelRequest::kind() const
{
    const RequestKind kind = m_metadata.kind();
    if (m_metadata.isPresent || kind != RequestKind::Other || !m_metadata.isModelCall())
        return kind;
    if (isCompaction())
        return RequestKind::Compaction;
    return shape() == Shape::Other || hasTextFormat() ? RequestKind::Other : RequestKind::Turn;
}

bool ModelRequest::isCompaction() const
{
    for (auto item = m_layout.items.crbegin(); item != m_layout.items.crend(); ++item) {
        if (item->type == Type::CompactionTrigger)
            return true;
        if (item->type == Type::Message)
            return item->role == Role::User && item->partCount > 0
                && beginsWith(m_layout.parts[item->firstPart], compactionPrompt);
    }
    return false;
}

ModelRequest::ToolCallShape ModelRequest::toolCallShape() const
{
    const bool hasOwnTools = std::any_of(m_layout.items.begin(), m_layout.items.end(),
                                         [](const Item &item) { return item.type == Type::AdditionalTools; });
    return hasOwnTools || m_metadata.usesLiteShape ? ToolCallShape::CodeMode : ToolCallShape::Classic;
}

QString ModelRequest::workingDirectory() const
{
    const QString told = absoluteDirectory(m_metadata.workingDirectory);
    return told.isEmpty() ? workingDirectoryOf(m_layout, m_body) : told;
}

bool ModelRequest::beginsWith(const Part &part, QLatin1StringView text) const
{
    return stringFromJson(part.text.of(m_body), text.size()) == text;
}

bool ModelRequest::isOwnItem(const Item &item, QByteArrayView prefix) const
{
    const QByteArrayView token = item.id.of(m_body);
    return token.size() > prefix.size() && token.sliced(1).startsWith(prefix);
}

/// The summary that takes the place of a conversation when the client compacts by itself. It is in the user's
/// name.
bool ModelRequest::isSummary(const Item &item) const
{
    return !m_layout.isMarked && item.type == Type::Message && item.role == Role::User && item.partCount > 0
        && beginsWith(m_layout.parts[item.firstPart], compactionSummary);
}

/// Whether an item ends what was new to the model before it.
bool ModelRequest::isModelMade(const Item &item) const
{
    switch (item.type) {
    case Type::Message:
        return item.role == Role::Assistant ? !isOwnItem(item, ownNotePrefix) : isSummary(item);
    case Type::ToolCall:
    case Type::ToolOutput:
    case Type::Reasoning:
    case Type::Compaction: return true;
    case Type::CompactionTrigger:
    case Type::AdditionalTools:
    case Type::Other: return false;
    }
    Q_UNREACHABLE();
}

bool ModelRequest::isUserText(const Item &item, const Part &part) const
{
    if (item.type != Type::Message || item.role != Role::User || part.text.isEmpty())
        return false;
    if (m_layout.isMarked)
        return part.mark == Layout::Mark::UserText;
    const QString beginning = stringFromJson(part.text.of(m_body), longestBeginning);
    return std::none_of(std::begin(foreignBeginnings), std::end(foreignBeginnings),
                        [&](QLatin1StringView foreign) { return beginning.startsWith(foreign); });
}

qsizetype ModelRequest::firstNewItem() const
{
    qsizetype index = m_layout.items.size();
    while (index > 0 && !isModelMade(m_layout.items[index - 1]))
        --index;
    return index;
}

QList<Prompt> ModelRequest::promptsFrom(qsizetype first) const
{
    QList<Prompt> prompts;
    for (qsizetype i = first; i < m_layout.items.size(); ++i) {
        const Item &item = m_layout.items[i];
        for (qsizetype p = item.firstPart; p < item.firstPart + item.partCount; ++p) {
            if (isUserText(item, m_layout.parts[p]))
                prompts.append({itemId(i), i, item.range, m_layout.parts[p].text, m_body});
        }
    }
    return prompts;
}

QList<Prompt> ModelRequest::skillTextsFrom(qsizetype first) const
{
    QList<Prompt> texts;
    for (qsizetype i = first; i < m_layout.items.size(); ++i) {
        const Item &item = m_layout.items[i];
        if (item.type != Type::Message || item.role != Role::User || item.partCount != 1)
            continue;
        const Part &part = m_layout.parts[item.firstPart];
        if (m_layout.isMarked ? part.mark == Layout::Mark::Skill : beginsWith(part, skillBeginning))
            texts.append({itemId(i), i, item.range, part.text, m_body});
    }
    return texts;
}

bool ModelRequest::isFollowUp() const
{
    const qsizetype first = firstNewItem();
    return first > 0 && m_layout.items[first - 1].type == Type::ToolOutput && prompts().isEmpty();
}

const Layout::Call *ModelRequest::callOf(QByteArrayView callId, qsizetype before) const
{
    if (callId.isEmpty())
        return nullptr;
    for (auto call = m_layout.calls.crbegin(); call != m_layout.calls.crend(); ++call) {
        if (call->item < before && call->callId.of(m_body) == callId)
            return &*call;
    }
    return nullptr;
}

QList<ToolOutput> ModelRequest::newToolOutputs() const
{
    const auto isAnswered = [this](const Item &item) {
        return item.type != Type::ToolOutput && isModelMade(item);
    };
    qsizetype first = m_layout.items.size();
    while (first > 0 && !isAnswered(m_layout.items[first - 1]))
        --first;
    QList<ToolOutput> outputs;
    for (qsizetype i = first; i < m_layout.items.size(); ++i) {
        const Item &item = m_layout.items[i];
        if (item.type != Type::ToolOutput)
            continue;
        ToolOutput output{stringFromJson(item.callId.of(m_body)), i, item.range, item.output};
        if (const Layout::Call *call = callOf(item.callId.of(m_body), i)) {
            output.toolName = stringFromJson(call->name.of(m_body));
            output.nameSpace = stringFromJson(call->nameSpace.of(m_body));
            output.arguments = call->arguments;
        }
        outputs.append(output);
    }
    return outputs;
}

QString ModelRequest::lastAssistantText() const
{
    for (auto item = m_layout.items.crbegin(); item != m_layout.items.crend(); ++item) {
        if (item->type != Type::Message || item->role != Role::Assistant || isOwnItem(*item, ownItemPrefix))
            continue;
        QStringList texts;
        for (const Part &part : partsOf(*item)) {
            if (!part.text.isEmpty())
                texts.append(stringFromJson(part.text.of(m_body)));
        }
        if (!texts.isEmpty())
            return texts.join(u'\n');
    }
    return {};
}

QByteArray ModelRequest::itemId(qsizetype index) const
{
    return stringFromJson(m_layout.items[index].id.of(m_body)).toUtf8();
}

qsizetype ModelRequest::indexOfItem(QByteArrayView id) const
{
    for (qsizetype i = m_layout.items.size(); i-- > 0;) {
        if (!id.isEmpty() && jsonStringEquals(m_layout.items[i].id.of(m_body), id))
            return i;
    }
    return -1;
}

QList<qsizetype> ModelRequest::ownItems() const
{
    QList<qsizetype> own;
    for (qsizetype i = 0; i < m_layout.items.size(); ++i) {
        if (isOwnItem(m_layout.items[i], ownItemPrefix))
            own.append(i);
    }
    return own;
}

QByteArrayList ModelRequest::userItemIds() const
{
    QByteArrayList ids;
    for (qsizetype i = 0; i < m_layout.items.size(); ++i) {
        const QList<Part> parts = partsOf(m_layout.items[i]);
        const bool isUsers = std::any_of(parts.begin(), parts.end(), [&](const Part &part) {
            return isUserText(m_layout.items[i], part);
        });
        if (const QByteArray id = isUsers ? itemId(i) : QByteArray(); !id.isEmpty())
            ids.append(id);
    }
    return ids;
}

} // namespace cpx
