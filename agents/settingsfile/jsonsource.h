// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>
#include <vector>

namespace cpx {

/// A value of a JSON text, and where it stands in it. A plain value.
struct JsonNode
{
    enum class Kind { Object, Array, String, Other };

    Kind kind = Kind::Other;
    qsizetype begin = 0; ///< bytes from the beginning of the text
    qsizetype end = 0; ///< behind its last byte
    qsizetype keyBegin = 0; ///< of a member: where its key stands; of anything else: begin
    QString key{}; ///< of a member
    QString string{}; ///< of a String
    std::vector<JsonNode> children{}; ///< members or elements, in their order

    bool isObject() const { return kind == Kind::Object; }
    bool isArray() const { return kind == Kind::Array; }
    /// The last one of that key, which is the one that counts; null when there is none.
    const JsonNode *member(QStringView name) const;
    /// How often the key is there.
    qsizetype count(QStringView name) const;
};

/// A JSON text (RFC 8259) as the tree of its values, for changing it without touching what is not changed. Strict: no
/// comments, no trailing commas, no byte order mark, UTF-8 only, at most 64 levels. A plain value.
struct JsonSource
{
    QByteArray bytes{};
    JsonNode root{};

    /// Invalid: "line 3, column 5: what is wrong".
    static Result<JsonSource> parse(const QByteArray &bytes);
};

} // namespace cpx
