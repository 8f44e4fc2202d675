// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "proxy/prompt/prompt.h"
#include "proxy/prompt/requestlayout.h"
#include "proxy/prompt/tooloutput.h"
#include "proxy/prompt/turnmetadata.h"

#include <QByteArrayList>

namespace cpx {

/// What a request to a model says, read from its body without changing or copying it: the OpenAI Responses
/// API with or without the marks Codex puts on its texts, and Chat Completions. A plain value that shares the
/// body; use it in one thread. Parsing notes where things are; each question decodes what it needs, when it
/// is asked. Ranges are of body(); BodyEdits changes them.
class ModelRequest
{
public:
    using Shape = RequestLayout::Shape;
    enum class ToolCallShape {
        Classic, ///< a call is a tool's name and its arguments
        CodeMode, ///< a call is a script for the one tool "exec"
    };

    /// Room a body should have behind its end, QByteArray::reserve(size + padding), so that it is read
    /// without a copy.
    static constexpr qsizetype padding = 64;
    static constexpr qsizetype largestBody = 64 * 1024 * 1024;

    /// Ids of items that we put into a conversation begin so. Codex keeps them, and sends them back.
    static constexpr QByteArrayView ownItemPrefix = "msg_cplus_";
    /// Those of remarks, a status line for example, which answer no prompt.
    static constexpr QByteArrayView ownNotePrefix = "msg_cplus_note_";

    /// `body` is decoded already. Invalid when it is no JSON object in UTF-8 or too large: to be forwarded as
    /// it is. An object that asks no model is a value of shape Other.
    static Result<ModelRequest> parse(const QByteArray &body, const TurnMetadata &metadata);

    const QByteArray &body() const { return m_body; }
    const TurnMetadata &metadata() const { return m_metadata; }
    Shape shape() const { return m_layout.shape; }
    /// Of the metadata; of the body for clients that send none.
    RequestKind kind() const;
    /// Whether a user asked for this and text is wanted: prompt hooks, slash commands and injection are only
    /// then in place.
    bool isUserTurn() const { return kind() == RequestKind::Turn && !hasTextFormat() && isTriggered(); }

    QString model() const { return stringFromJson(m_layout.model.of(m_body)); }
    bool isStream() const { return m_layout.isStream; }
    bool hasTextFormat() const { return m_layout.hasTextFormat; } ///< JSON is wanted, not text
    bool isCompaction() const; ///< the conversation is to be summed up, as far as the body tells
    ToolCallShape toolCallShape() const;

    /// Where the user works: the field x-working-directory, else the newest <cwd> that Codex wrote into the
    /// conversation, else the directory AGENTS.md was read for. Empty when unknown or malformed; always an
    /// absolute path.
    QString workingDirectory() const;

    /// What the user said since the model's last answer, oldest first: mostly one, two after steering. Prompts that were
    /// refused earlier are among them; ids tell. An item with several texts gives several prompts with one id.
    QList<Prompt> prompts() const { return promptsFrom(firstNewItem()); }
    /// All the user has said in this conversation, likewise.
    QList<Prompt> allPrompts() const { return promptsFrom(0); }
    /// The texts of skills that Codex has added since the model's last answer, each in an item of its own, as the user called
    /// them.
    QList<Prompt> skillTexts() const { return skillTextsFrom(firstNewItem()); }
    QList<Prompt> allSkillTexts() const { return skillTextsFrom(0); }
    /// Whether the newest items are answers of tools, and the user said nothing new.
    bool isFollowUp() const;
    /// The answers of tools since the model's last calls, in order.
    QList<ToolOutput> newToolOutputs() const;
    /// Of the newest message of the model that is not ours.
    QString lastAssistantText() const;

    qsizetype itemCount() const { return m_layout.items.size(); }
    ByteRange itemRange(qsizetype index) const { return m_layout.items[index].range; }
    QByteArray itemId(qsizetype index) const; ///< decoded; empty when it has none
    qsizetype indexOfItem(QByteArrayView id) const; ///< -1 when there is none; the last of several
    QList<qsizetype> ownItems() const; ///< whose id begins with ownItemPrefix
    /// Ids of all items in which the user said something, old ones included.
    QByteArrayList userItemIds() const;

    const RequestLayout &layout() const { return m_layout; }

private:
    using Item = RequestLayout::Item;
    using Part = RequestLayout::Part;

    ModelRequest(const QByteArray &body, const TurnMetadata &metadata, RequestLayout layout);

    bool isTriggered() const { return !m_metadata.isPresent || m_metadata.isUserTurn(); }
    bool isModelMade(const Item &item) const;
    bool isSummary(const Item &item) const;
    bool isUserText(const Item &item, const Part &part) const;
    bool beginsWith(const Part &part, QLatin1StringView text) const;
    bool isOwnItem(const Item &item, QByteArrayView prefix) const;
    qsizetype firstNewItem() const;
    QList<Prompt> promptsFrom(qsizetype item) const;
    QList<Prompt> skillTextsFrom(qsizetype item) const;
    const RequestLayout::Call *callOf(QByteArrayView callId, qsizetype before) const;
    QList<Part> partsOf(const Item &item) const
    {
        return m_layout.parts.sliced(item.firstPart, item.partCount);
    }

    QByteArray m_body;
    TurnMetadata m_metadata;
    RequestLayout m_layout;
};

} // namespace cpx
