// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/layoutreader.h"

#include "proxy/prompt/jsontext.h"

namespace cpx {

namespace ondemand = simdjson::ondemand;
using Layout = RequestLayout;

namespace {

Layout::ItemType itemType(QByteArrayView token)
{
    using Type = Layout::ItemType;
    static constexpr std::pair<const char *, Type> names[] = {
        {"message", Type::Message},
        {"reasoning", Type::Reasoning},
        {"compaction", Type::Compaction},
        {"compaction_trigger", Type::CompactionTrigger},
        {"additional_tools", Type::AdditionalTools},
    };
    for (const auto &[name, type] : names) {
        if (jsonStringEquals(token, name))
            return type;
    }
    // "custom_tool_call", "mcp_tool_call_output", …: new tools are calls and outputs, too.
    if (token.endsWith("_call\""))
        return Type::ToolCall;
    return token.endsWith("_output\"") ? Type::ToolOutput : Type::Other;
}

Layout::Role roleOf(QByteArrayView token)
{
    using Role = Layout::Role;
    static constexpr std::pair<const char *, Role> names[] = {
        {"user", Role::User},        {"assistant", Role::Assistant}, {"developer", Role::Developer},
        {"system", Role::Developer}, {"tool", Role::Tool},           {"function", Role::Tool},
    };
    for (const auto &[name, role] : names) {
        if (jsonStringEquals(token, name))
            return role;
    }
    return Role::Other;
}

Layout::Mark markOf(QByteArrayView token)
{
    using Mark = Layout::Mark;
    if (jsonStringEquals(token, "user.text"))
        return Mark::UserText;
    if (jsonStringEquals(token, "environments.environment_context"))
        return Mark::EnvironmentContext;
    if (jsonStringEquals(token, "skills.selected_skill_instructions"))
        return Mark::Skill;
    return jsonStringEquals(token, "agents_md.instructions") ? Mark::AgentsInstructions : Mark::Other;
}

} // namespace

ByteRange LayoutReader::range(std::string_view raw) const
{
    // simdjson hands out everything up to the next token, white space included.
    const qsizetype begin = raw.data() - m_body.data();
    qsizetype end = begin + qsizetype(raw.size());
    while (end > begin && QByteArrayView(" \t\r\n").contains(m_body[end - 1]))
        --end;
    return {begin, end};
}

/// The end of the object or array that has just been walked over.
qsizetype LayoutReader::endBeforeNext()
{
    const char *next = nullptr;
    if (m_document.current_location().get(next))
        return 0;
    return range(std::string_view(m_body.data(), size_t(next - m_body.data()))).end;
}

LayoutReader::Error LayoutReader::rangeOf(Value value, ByteRange &result) const
{
    ondemand::json_type type{};
    std::string_view raw;
    if (const auto error = value.type().get(type))
        return error;
    if (type == ondemand::json_type::object) {
        ondemand::object object;
        if (const auto error = value.get_object().get(object))
            return error;
        if (const auto error = object.raw_json().get(raw))
            return error;
    } else if (type == ondemand::json_type::array) {
        ondemand::array array;
        if (const auto error = value.get_array().get(array))
            return error;
        if (const auto error = array.raw_json().get(raw))
            return error;
    } else {
        raw = value.raw_json_token();
    }
    result = range(raw);
    return simdjson::SUCCESS;
}

/// Empty when the value is no string.
LayoutReader::Error LayoutReader::stringOf(Value value, ByteRange &result) const
{
    const std::string_view raw = value.raw_json_token();
    result = !raw.empty() && raw.front() == '"' ? range(raw) : ByteRange();
    return simdjson::SUCCESS;
}

LayoutReader::Error LayoutReader::read()
{
    ondemand::object object;
    if (const auto error = m_document.get_object().get(object))
        return error;
    if (const auto error =
            forEachMember(object, [&](QByteArrayView name, Value value) { return readMember(name, value); }))
        return error;
    return checkEnd(m_document);
}

LayoutReader::Error LayoutReader::readMember(QByteArrayView name, Value value)
{
    if (name == "input")
        return readInput(value);
    if (name == "messages" && m_layout.shape != Layout::Shape::Responses) {
        m_layout.shape = Layout::Shape::ChatCompletions;
        return readList(value);
    }
    if (name == "model")
        return stringOf(value, m_layout.model);
    if (name == "text")
        return readTextFormat(value);
    if (name == "response_format")
        return readFormat(value);
    if (name == "stream")
        m_layout.isStream = range(value.raw_json_token()).of(m_body) == "true";
    return simdjson::SUCCESS;
}

LayoutReader::Error LayoutReader::readInput(Value value)
{
    m_layout.shape = Layout::Shape::Responses;
    return readList(value);
}

LayoutReader::Error LayoutReader::readList(Value value)
{
    m_layout.items.clear();
    m_layout.parts.clear();
    m_layout.calls.clear();
    m_layout.isMarked = false;
    m_layout.isPlainInput = false;
    m_layout.list = ByteRange();
    ondemand::json_type type{};
    if (const auto error = value.type().get(type))
        return error;
    if (type == ondemand::json_type::string && m_layout.shape == Layout::Shape::Responses) {
        m_layout.isPlainInput = true;
        m_layout.list = range(value.raw_json_token());
        m_layout.items.append({.range = m_layout.list,
                               .type = Layout::ItemType::Message,
                               .role = Layout::Role::User,
                               .partCount = 1});
        m_layout.parts.append({m_layout.list});
        return simdjson::SUCCESS;
    }
    if (type != ondemand::json_type::array) {
        m_layout.shape = Layout::Shape::Other;
        return simdjson::SUCCESS;
    }
    ondemand::array array;
    m_layout.list.begin = value.raw_json_token().data() - m_body.data();
    if (const auto error = value.get_array().get(array))
        return error;
    if (const auto error = forEachElement(array, [&](Value element) { return readItem(element); }))
        return error;
    m_layout.list.end = endBeforeNext();
    return simdjson::SUCCESS;
}

LayoutReader::Error LayoutReader::readTextFormat(Value text)
{
    m_layout.hasTextFormat = false;
    ondemand::object object;
    if (text.get_object().get(object))
        return simdjson::SUCCESS;
    return forEachMember(object, [&](QByteArrayView name, Value value) {
        return name == "format" ? readFormat(value) : simdjson::SUCCESS;
    });
}

LayoutReader::Error LayoutReader::readFormat(Value format)
{
    ondemand::object object;
    if (format.get_object().get(object)) {
        m_layout.hasTextFormat = range(format.raw_json_token()).of(m_body) != "null";
        return simdjson::SUCCESS;
    }
    m_layout.hasTextFormat = true;
    return forEachMember(object, [&](QByteArrayView name, Value value) {
        if (name == "type")
            m_layout.hasTextFormat = !jsonStringEquals(range(value.raw_json_token()).of(m_body), "text");
        return simdjson::SUCCESS;
    });
}

LayoutReader::Error LayoutReader::readItem(Value value)
{
    if (m_layout.items.size() == Layout::maximumItems)
        return simdjson::CAPACITY;
    Layout::Item item;
    item.firstPart = m_layout.parts.size();
    m_type = m_role = m_content = ByteRange();
    m_call = Layout::Call{.item = m_layout.items.size()};
    m_marks.clear();
    item.range.begin = value.raw_json_token().data() - m_body.data();
    ondemand::object object;
    if (value.get_object().get(object)) {
        if (const auto error = rangeOf(value, item.range))
            return error;
    } else {
        const auto error = forEachMember(
            object, [&](QByteArrayView name, Value member) { return readItemMember(name, member, item); });
        if (error)
            return error;
        item.range.end = endBeforeNext();
    }
    finishItem(item, m_type, m_role);
    m_layout.items.append(item);
    return simdjson::SUCCESS;
}

LayoutReader::Error LayoutReader::readItemMember(QByteArrayView name, Value value, Layout::Item &item)
{
    if (name == "type")
        return stringOf(value, m_type);
    if (name == "id")
        return stringOf(value, item.id);
    if (name == "role")
        return stringOf(value, m_role);
    if (name == "content")
        return readContent(value, item);
    if (name == "internal_chat_message_metadata_passthrough")
        return readMarks(value);
    if (name == "call_id" || name == "tool_call_id")
        return stringOf(value, item.callId);
    if (name == "name")
        return stringOf(value, m_call.name);
    if (name == "namespace")
        return stringOf(value, m_call.nameSpace);
    if (name == "arguments" || name == "input")
        return rangeOf(value, m_call.arguments);
    if (name == "output")
        return rangeOf(value, item.output);
    if (name == "tool_calls")
        return readToolCalls(value);
    return simdjson::SUCCESS;
}

void LayoutReader::finishItem(Layout::Item &item, ByteRange type, ByteRange role)
{
    item.role = role.isEmpty() ? Layout::Role::None : roleOf(role.of(m_body));
    if (!type.isEmpty())
        item.type = itemType(type.of(m_body));
    else if (item.role == Layout::Role::Tool)
        item.type = Layout::ItemType::ToolOutput;
    else if (item.role != Layout::Role::None)
        item.type = Layout::ItemType::Message;
    if (item.role == Layout::Role::Tool && item.output.isEmpty())
        item.output = m_content;
    item.partCount = m_layout.parts.size() - item.firstPart;
    for (qsizetype i = 0; i < item.partCount && i < m_marks.size(); ++i)
        m_layout.parts[item.firstPart + i].mark = m_marks[i];
    if (item.type == Layout::ItemType::Message && !m_marks.isEmpty())
        m_layout.isMarked = true;
    if (item.type == Layout::ItemType::ToolCall) {
        m_call.callId = item.callId;
        m_layout.calls.append(m_call);
    }
}

LayoutReader::Error LayoutReader::readContent(Value value, Layout::Item &item)
{
    m_layout.parts.resize(item.firstPart);
    m_content.begin = value.raw_json_token().data() - m_body.data();
    ondemand::array array;
    if (value.get_array().get(array)) {
        if (const auto error = rangeOf(value, m_content))
            return error;
        if (m_body[m_content.begin] == '"')
            m_layout.parts.append({m_content});
        return simdjson::SUCCESS;
    }
    if (const auto error = forEachElement(array, [&](Value part) { return readPart(part); }))
        return error;
    m_content.end = endBeforeNext();
    return simdjson::SUCCESS;
}

LayoutReader::Error LayoutReader::readPart(Value value)
{
    if (m_layout.parts.size() == Layout::maximumItems)
        return simdjson::CAPACITY;
    Layout::Part part;
    ondemand::object object;
    if (!value.get_object().get(object)) {
        const auto error = forEachMember(object, [&](QByteArrayView name, Value member) {
            return name == "text" ? stringOf(member, part.text) : simdjson::SUCCESS;
        });
        if (error)
            return error;
    }
    m_layout.parts.append(part);
    return simdjson::SUCCESS;
}

LayoutReader::Error LayoutReader::readMarks(Value passthrough)
{
    m_marks.clear();
    ondemand::object object;
    if (passthrough.get_object().get(object))
        return simdjson::SUCCESS;
    return forEachMember(object, [&](QByteArrayView name, Value value) {
        ondemand::array array;
        if (name != "content_item_kinds" || value.get_array().get(array))
            return simdjson::SUCCESS;
        m_marks.clear();
        return forEachElement(array, [&](Value kind) {
            if (m_marks.size() == Layout::maximumItems)
                return simdjson::CAPACITY;
            m_marks.append(markOf(range(kind.raw_json_token()).of(m_body)));
            return simdjson::SUCCESS;
        });
    });
}

LayoutReader::Error LayoutReader::readToolCalls(Value value)
{
    // Of a repeated member the last counts.
    while (!m_layout.calls.isEmpty() && m_layout.calls.last().item == m_layout.items.size())
        m_layout.calls.removeLast();
    ondemand::array array;
    if (value.get_array().get(array))
        return simdjson::SUCCESS;
    return forEachElement(array, [&](Value call) { return readToolCall(call); });
}

LayoutReader::Error LayoutReader::readToolCall(Value value)
{
    if (m_layout.calls.size() == Layout::maximumItems)
        return simdjson::CAPACITY;
    ondemand::object object;
    if (value.get_object().get(object))
        return simdjson::SUCCESS;
    Layout::Call call{.item = m_layout.items.size()};
    const auto readFunction = [&](QByteArrayView name, Value member) {
        if (name == "name")
            return stringOf(member, call.name);
        return name == "arguments" ? rangeOf(member, call.arguments) : simdjson::SUCCESS;
    };
    const auto error = forEachMember(object, [&](QByteArrayView name, Value member) {
        if (name == "id")
            return stringOf(member, call.callId);
        ondemand::object function;
        if (name != "function" || member.get_object().get(function))
            return simdjson::SUCCESS;
        return forEachMember(function, readFunction);
    });
    if (!error)
        m_layout.calls.append(call);
    return error;
}

} // namespace cpx
