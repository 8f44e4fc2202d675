// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QStringView>

namespace cpx {

/// The shapes in which a client may want an answer.
enum class AnswerShape {
    ResponsesStream, ///< POST /responses with "stream": true
    ResponsesDocument,
    ChatStream, ///< POST /chat/completions with "stream": true
    ChatDocument,
};

/// An answer that no model gave: the whole body of a 200, with no usage. A plain value. Its ids, and those of
/// commentaryEvent(), are new each time; those of items begin with ModelRequest::ownItemPrefix, so that a later
/// request that carries them can be told from one with a model's own.
struct SyntheticAnswer
{
    QByteArray contentType{};
    QByteArray body{};

    /// `text` may be Markdown, which clients show as such. `model`: as the request named it; empty: not said.
    static SyntheticAnswer of(AnswerShape shape, QStringView text, QStringView model, qint64 createdSeconds);
};

/// One event `response.output_item.done` with an assistant's message in the phase "commentary": Codex shows
/// it as a paragraph of its own, and `codex exec` does not take it for the final message. Its place is before
/// the model's first item (SseInsertion).
QByteArray commentaryEvent(QStringView text);

} // namespace cpx
