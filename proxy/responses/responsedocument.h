// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/responses/responsesummary.h"

namespace cpx {

/// Take what they know from a piece of JSON into a summary. Anything that is no JSON, or not of the expected form, is left
/// alone. Texts are shortened, error texts without credentials.

/// "response.created", "response.completed", …: {"type", "response": {…}}, or {"type":"error", …}. `type` decides how it
/// ended.
void takeResponseEnvelope(ResponseSummary &summary, QByteArrayView type, QByteArrayView json);
/// "response.output_item.done": notes calls of tools.
void takeOutputItem(ResponseSummary &summary, QByteArrayView json, int mostToolCalls);
/// A chunk of a Chat Completions stream, or a whole completion.
void takeChatCompletion(ResponseSummary &summary, QByteArrayView json, int mostToolCalls);
/// A whole answer that is no stream: a response object, a chat completion or {"error": …}. `status` is HTTP's.
void takeDocument(ResponseSummary &summary, QByteArrayView json, int status, int mostToolCalls);

} // namespace cpx
