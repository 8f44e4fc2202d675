// SPDX-License-Identifier: GPL-3.0-or-later
// Only for layoutreader.cpp and requestlayout.cpp: simdjson stays out of every other header.
#pragma once

#include "proxy/prompt/ondemand.h"
#include "proxy/prompt/requestlayout.h"

#include <QVarLengthArray>

namespace cpx {

/// Walks over a body once with simdjson On-Demand and notes where things are. Errors are simdjson's.
class LayoutReader
{
public:
    /// The document must have been made of `body`; both outlive the reader.
    LayoutReader(QByteArrayView body, simdjson::ondemand::document &document)
        : m_body(body)
        , m_document(document)
    { }

    simdjson::error_code read();
    RequestLayout &layout() { return m_layout; }

private:
    using Value = simdjson::ondemand::value;
    using Error = simdjson::error_code;

    Error readMember(QByteArrayView name, Value value);
    Error readInput(Value value);
    Error readList(Value value);
    Error readTextFormat(Value text);
    Error readFormat(Value format);
    Error readItem(Value value);
    Error readItemMember(QByteArrayView name, Value value, RequestLayout::Item &item);
    Error readContent(Value value, RequestLayout::Item &item);
    Error readPart(Value value);
    Error readMarks(Value passthrough);
    Error readToolCalls(Value value);
    Error readToolCall(Value value);
    void finishItem(RequestLayout::Item &item, ByteRange type, ByteRange role);

    Error rangeOf(Value value, ByteRange &range) const;
    Error stringOf(Value value, ByteRange &range) const;
    ByteRange range(std::string_view raw) const;
    qsizetype endBeforeNext();

    QByteArrayView m_body;
    simdjson::ondemand::document &m_document;
    RequestLayout m_layout;
    RequestLayout::Call m_call; ///< of the item being read
    ByteRange m_type;
    ByteRange m_role;
    ByteRange m_content;
    QVarLengthArray<RequestLayout::Mark, 16> m_marks;
};

} // namespace cpx
