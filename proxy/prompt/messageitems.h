// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/prompt/requestlayout.h"

#include <QStringView>

namespace cpx {

/// Messages that we add to a conversation, as JSON. The ids of ours begin with ModelRequest::ownItemPrefix.

/// For the Responses API: {"type":"message","id":…,"role":"developer","content":[…]}.
QByteArray developerMessage(QStringView text, QByteArrayView id);
/// What the user reads as the model's words: {"type":"message","id":…,"role":"assistant","content":[…]}.
QByteArray assistantMessage(QStringView text, QByteArrayView id);
/// For Chat Completions: {"role":"system","content":…}.
QByteArray systemMessage(QStringView text);
/// The one of the two that fits.
QByteArray instructionMessage(RequestLayout::Shape shape, QStringView text, QByteArrayView id);

/// A new id for an item of ours.
QByteArray newOwnItemId();

} // namespace cpx
