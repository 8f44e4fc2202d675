// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/toolcallevent.h"

#include "proxy/prompt/jsontext.h"
#include "proxy/prompt/modelrequest.h"
#include "proxy/prompt/ondemand.h"

#include <algorithm>

namespace cpx {

namespace ondemand = simdjson::ondemand;

namespace {

constexpr QByteArrayView dataField("data:");
constexpr QByteArrayView doneType("response.output_item.done");

struct Line
{
    QByteArrayView text; ///< without its end
    qsizetype next = -1; ///< where the next one begins; -1: the end is not here
};

Line firstLine(QByteArrayView bytes)
{
    const auto end = std::find_if(bytes.begin(), bytes.end(), [](char c) { return c == '\n' || c == '\r'; });
    if (end == bytes.end())
        return {bytes, -1};
    const qsizetype length = end - bytes.begin();
    const bool isPair = *end == '\r' && bytes.sliced(length + 1).startsWith('\n');
    return {bytes.first(length), length + (isPair ? 2 : 1)};
}

bool isData(QByteArrayView line)
{
    return line.startsWith(dataField) || line == QByteArrayView("data");
}

QByteArrayView dataOf(QByteArrayView line)
{
    const QByteArrayView value = line.sliced(qMin(line.size(), dataField.size()));
    return value.startsWith(' ') ? value.sliced(1) : value;
}

QByteArrayView withoutBlanks(QByteArrayView text)
{
    while (text.startsWith(' ') || text.startsWith('\t'))
        text = text.sliced(1);
    return text;
}

/// The first line of data. Where the type does not come first, the whole has to be read.
ToolCallEvent::Beginning judgeData(QByteArrayView data, bool isWhole)
{
    using Beginning = ToolCallEvent::Beginning;
    const Beginning whenCut = isWhole ? Beginning::Possible : Beginning::Unknown;
    data = withoutBlanks(data);
    if (!data.isEmpty() && data[0] != '{')
        return Beginning::Other;
    for (const QByteArrayView part : {QByteArrayView("{"), QByteArrayView("\"type\""), QByteArrayView(":"), QByteArrayView("\"")}) {
        data = withoutBlanks(data);
        if (!data.startsWith(part))
            return part.startsWith(data) ? whenCut : Beginning::Possible;
        data = data.sliced(part.size());
    }
    const qsizetype end = data.indexOf('"');
    if (end < 0)
        return whenCut;
    const QByteArrayView type = data.first(end);
    return type == doneType || type.contains('\\') ? Beginning::Possible : Beginning::Other;
}

/// All data of an event, its lines joined.
QByteArray dataOfEvent(QByteArrayView event)
{
    QByteArray data;
    data.reserve(event.size() + ModelRequest::padding);
    bool isFirst = true;
    for (QByteArrayView rest = event; !rest.isEmpty();) {
        const Line line = firstLine(rest);
        if (isData(line.text)) {
            if (!std::exchange(isFirst, false))
                data += '\n';
            data += dataOf(line.text);
        }
        rest = line.next < 0 ? QByteArrayView() : rest.sliced(line.next);
    }
    return data;
}

/// Reads the data of one event, and notes where things are.
class DataReader
{
public:
    explicit DataReader(QByteArrayView data)
        : m_data(data)
    { }

    bool read()
    {
        ondemand::parser parser;
        const simdjson::padded_string_view json(m_data.data(), size_t(m_data.size()), size_t(m_data.size() + ModelRequest::padding));
        ondemand::object object;
        if (parser.iterate(json).get(m_document) || m_document.get_object().get(object))
            return false;
        const auto error = forEachMember(object, [this](QByteArrayView member, ondemand::value value) {
            if (member == "type")
                type = token(value);
            return member == "item" ? readItem(value) : simdjson::SUCCESS;
        });
        return !error && !checkEnd(m_document);
    }

    ByteRange type, item, itemType, callId, name, nameSpace, arguments;

private:
    simdjson::error_code readItem(ondemand::value value)
    {
        itemType = callId = name = nameSpace = arguments = ByteRange();
        item.begin = value.raw_json_token().data() - m_data.data();
        ondemand::object object;
        if (const auto error = value.get_object().get(object))
            return error;
        const auto error = forEachMember(object, [this](QByteArrayView member, ondemand::value field) { return readMember(member, field); });
        if (!error)
            item.end = endBeforeNext();
        return error;
    }

    simdjson::error_code readMember(QByteArrayView member, ondemand::value value)
    {
        if (member == "type")
            itemType = token(value);
        else if (member == "call_id")
            callId = token(value);
        else if (member == "name")
            name = token(value);
        else if (member == "namespace")
            nameSpace = token(value);
        else if (member == "arguments" || member == "input" || member == "action")
            return readArguments(value);
        return simdjson::SUCCESS;
    }

    simdjson::error_code readArguments(ondemand::value value)
    {
        ondemand::object object;
        ondemand::array array;
        std::string_view raw;
        simdjson::error_code error = simdjson::SUCCESS;
        if (!value.get_object().get(object))
            error = object.raw_json().get(raw);
        else if (!value.get_array().get(array))
            error = array.raw_json().get(raw);
        else
            raw = value.raw_json_token();
        arguments = range(raw);
        return error;
    }

    /// simdjson hands out everything up to the next token, white space included.
    ByteRange range(std::string_view raw) const
    {
        const qsizetype begin = raw.data() - m_data.data();
        return {begin, endOf(begin + qsizetype(raw.size()))};
    }
    qsizetype endOf(qsizetype end) const
    {
        while (end > 0 && QByteArrayView(" \t\r\n").contains(m_data[end - 1]))
            --end;
        return end;
    }
    ByteRange token(ondemand::value value) const { return range(value.raw_json_token()); }

    /// The end of the object that has just been walked over.
    qsizetype endBeforeNext()
    {
        const char *next = nullptr;
        if (m_document.current_location().get(next))
            return 0;
        return endOf(next - m_data.data());
    }

    QByteArrayView m_data;
    ondemand::document m_document;
};

bool isOfClient(QByteArrayView itemType)
{
    return jsonStringEquals(itemType, "function_call") || jsonStringEquals(itemType, "custom_tool_call")
        || jsonStringEquals(itemType, "local_shell_call");
}

} // namespace

ToolCallEvent::Beginning ToolCallEvent::judge(QByteArrayView event)
{
    for (QByteArrayView rest = event; !rest.isEmpty();) {
        const Line line = firstLine(rest);
        if (line.text.startsWith(dataField))
            return judgeData(dataOf(line.text), line.next >= 0);
        if (line.next < 0)
            return Beginning::Unknown;
        if (isData(line.text))
            return Beginning::Possible;
        rest = rest.sliced(line.next);
    }
    return Beginning::Unknown;
}

std::optional<ToolCallEvent> ToolCallEvent::of(const QByteArray &event)
{
    // Most events need no reading.
    if (!QByteArrayView(event).contains(doneType) && !event.contains("\\u"))
        return std::nullopt;
    ToolCallEvent result;
    result.m_data = dataOfEvent(event);
    const QByteArray &data = result.m_data;
    DataReader reader(data);
    if (!reader.read() || !jsonStringEquals(reader.type.of(data), doneType) || !isOfClient(reader.itemType.of(data))
        || reader.arguments.isEmpty())
        return std::nullopt;
    result.m_bytes = event;
    result.m_item = reader.item;
    result.m_arguments = reader.arguments;
    result.m_call = {stringFromJson(reader.callId.of(data)), stringFromJson(reader.name.of(data)), stringFromJson(reader.nameSpace.of(data)),
                     reader.arguments.of(data).toByteArray(), stringFromJson(reader.itemType.of(data)).toUtf8(),
                     reader.item.of(data).toByteArray()};
    return result;
}

QByteArray ToolCallEvent::spliced(ByteRange range, QByteArrayView json) const
{
    QByteArray data = m_data;
    data.replace(range.begin, range.size(), json.toByteArray());
    QByteArray result;
    bool isWritten = false;
    for (QByteArrayView rest = m_bytes; !rest.isEmpty();) {
        const Line line = firstLine(rest);
        const qsizetype length = line.next < 0 ? rest.size() : line.next;
        if (!isData(line.text)) {
            result += rest.first(length);
        } else if (!std::exchange(isWritten, true)) {
            const qsizetype nameLength = line.text.size() - dataOf(line.text).size();
            result += line.text.startsWith(dataField) ? line.text.first(nameLength) : dataField;
            result += data.replace("\n", "\ndata: ");
            result += rest.first(length).sliced(line.text.size());
        }
        rest = rest.sliced(length);
    }
    return result;
}

} // namespace cpx
