// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QHash>
#include <QSet>
#include <QString>
#include <optional>

namespace cpx {

/// A place in a text, both from 1; a column is a character.
struct JsonPosition
{
    int line = 0;
    int column = 0;

    friend bool operator==(const JsonPosition &, const JsonPosition &) = default;
};

/// What QJsonDocument does not tell of a text it has read.
struct JsonPlaces
{
    /// Of the wanted key paths, such as hooks.Stop[0].hooks[1].timeout: where the key stands, or the array's element.
    /// Where a key repeats, of the last: that one counts.
    QHash<QString, JsonPosition> positions{};
    int depth = 0; ///< of the deepest value
    std::optional<JsonPosition> controlCharacter{}; ///< the first one inside a string, which JSON forbids and Qt accepts
};

/// `json` must be valid; of anything else the places mean nothing.
JsonPlaces jsonPlaces(QByteArrayView json, const QSet<QString> &wanted);

/// Of a byte.
JsonPosition jsonPositionAt(QByteArrayView json, qsizetype offset);

} // namespace cpx
