// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/settingsfile/jsonsource.h"

namespace cpx {

/// What takes the place of some bytes of a text; of none when it is only inserted. A plain value.
struct TextSplice
{
    qsizetype offset = 0;
    qsizetype removed = 0; ///< bytes
    QByteArray inserted{};

    QByteArray appliedTo(const QByteArray &text) const;

    friend bool operator==(const TextSplice &, const TextSplice &) = default;
};

/// Another element at the end of an array, in the indentation and with the line ends of the text. `compactJson` is valid
/// JSON without blanks between its tokens. `array` is a node of `text`.
TextSplice appendJsonElement(const JsonSource &text, const JsonNode &array, const QByteArray &compactJson);
/// Another member at the end of an object, the same way.
TextSplice appendJsonMember(const JsonSource &text, const JsonNode &object, const QString &key, const QByteArray &compactJson);
/// Without a child of an object or array, its comma and its line: what appending it has inserted goes.
TextSplice removeJsonChild(const JsonSource &text, const JsonNode &container, qsizetype index);

} // namespace cpx
