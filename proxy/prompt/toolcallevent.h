// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/prompt/byterange.h"
#include "proxy/prompt/toolcall.h"

#include <QByteArrayView>
#include <optional>

namespace cpx {

/// The event `response.output_item.done` of a Responses answer with a call of a tool that the client runs. Changed by
/// splicing: all that is not asked for stays byte for byte. A plain value.
class ToolCallEvent
{
public:
    /// What the beginning of an event says about it.
    enum class Beginning {
        Unknown, ///< more has to come
        Possible, ///< only the whole will tell
        Other, ///< it is none of ours
    };
    /// `event`: from its first byte on, behind a byte order mark. Clients go by the "type" in the data, so we do, too.
    static Beginning judge(QByteArrayView event);

    /// `event`: a whole one, with its empty line. Nothing when it is of another kind.
    static std::optional<ToolCallEvent> of(const QByteArray &event);

    const ToolCall &call() const { return m_call; }
    const QByteArray &bytes() const { return m_bytes; }
    /// With another value, as JSON, in the place of the arguments.
    QByteArray withArguments(QByteArrayView json) const { return spliced(m_arguments, json); }
    /// With another item, as JSON, in the place of the call.
    QByteArray withItem(QByteArrayView json) const { return spliced(m_item, json); }

private:
    QByteArray spliced(ByteRange range, QByteArrayView json) const;

    QByteArray m_bytes;
    QByteArray m_data;
    ByteRange m_item; ///< of m_data, like the next
    ByteRange m_arguments;
    ToolCall m_call;
};

} // namespace cpx
