// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "proxy/prompt/byterange.h"

#include <QByteArray>
#include <QList>

namespace cpx {

/// Where the parts of a request to a model lie in its body: one reading of the whole that copies and decodes
/// nothing. ModelRequest says what they mean. Of a repeated member the last counts, as with most JSON
/// readers.
struct RequestLayout
{
    enum class Shape {
        Responses, ///< the list or text is called "input"
        ChatCompletions, ///< the list is called "messages"
        Other,
    };
    enum class ItemType {
        Message,
        ToolCall,
        ToolOutput,
        Reasoning,
        Compaction,
        CompactionTrigger,
        AdditionalTools,
        Other
    };
    enum class Role { None, User, Assistant, Developer, Tool, Other };
    /// What Codex says a text is (content_item_kinds).
    enum class Mark { None, UserText, EnvironmentContext, AgentsInstructions, Skill, Other };

    /// One element of the list.
    struct Item
    {
        ByteRange range{};
        ItemType type = ItemType::Other;
        Role role = Role::None;
        ByteRange id{}; ///< string token
        ByteRange callId{}; ///< string token, of calls and outputs
        ByteRange output{}; ///< of a ToolOutput: any value
        qsizetype firstPart = 0; ///< in `parts`
        qsizetype partCount = 0;
    };
    /// One element of an item's content, or the whole content when that is a string.
    struct Part
    {
        ByteRange text{}; ///< string token; empty: a picture, for example
        Mark mark = Mark::None;
    };
    struct Call
    {
        qsizetype item = 0;
        ByteRange callId{}; ///< string token, like the next two
        ByteRange name{};
        ByteRange nameSpace{};
        ByteRange arguments{}; ///< any value; mostly a string token that holds JSON or a script
    };

    static constexpr qsizetype maximumItems = 100'000; ///< and as many parts and calls: bounds the memory

    Shape shape = Shape::Other;
    ByteRange model{}; ///< string token
    bool isStream = false;
    bool hasTextFormat = false; ///< text.format other than {"type":"text"}, or such a response_format
    bool isMarked = false; ///< some message carries content_item_kinds
    bool isPlainInput = false; ///< "input" is a string; `items` then has one, whose range is the string's
    ByteRange list{}; ///< with its brackets; of plain input the string token
    QList<Item> items{};
    QList<Part> parts{};
    QList<Call> calls{};

    /// A body without padding behind it is copied for the time of reading. Invalid when it is no JSON object
    /// in UTF-8, or too large (see ModelRequest::largestBody, maximumItems). Of what is skipped only strings,
    /// UTF-8 and the number of brackets are checked: a body that is no JSON there may be a value, and stays
    /// what it is. Takes up to four times the body's size for the time of reading; recurses into nothing.
    static Result<RequestLayout> of(const QByteArray &body);
    /// Whether a body has the room behind it, ModelRequest::padding, that makes a copy needless.
    static bool hasPadding(const QByteArray &body);
};

} // namespace cpx
