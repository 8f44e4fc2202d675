// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/changes/bodychange.h"

#include <QList>
#include <optional>

namespace cpx {

/// One place where the JSON that was sent differs from the one received.
struct BodyDifference
{
    QByteArray received{}; ///< JSON Pointer (RFC 6901) of it there; empty and !before.has_value(): it was added
    QByteArray sent{}; ///< the same in what was sent
    /// The string itself where both sides are strings, else JSON. No value: there was nothing.
    std::optional<QByteArray> before{};
    std::optional<QByteArray> after{};
    bool isText = false; ///< both are strings: textDiff() shows how they differ

    friend bool operator==(const BodyDifference &, const BodyDifference &) = default;
};

/// How two bodies differ.
struct StructuralDiff
{
    bool isJson = true; ///< false: one of them is none; they are compared as texts then
    QList<BodyDifference> differences{}; ///< empty when they say the same, whatever their white space and order of members
};

/// Compares two bodies without content coding. Elements of arrays that have moved on because others were added or removed
/// count as the same; those with the same "id" (or "call_id", or "name"), or at the same place among changed ones, count as
/// changed. JSON nested deeper than 512 is compared as text. Takes time and memory in proportion to the bodies: for
/// those who look at a change, not for the way of a request.
StructuralDiff structuralDiff(QByteArrayView received, QByteArrayView sent);

/// A difference, and which of the changes made it.
struct AttributedDifference
{
    BodyDifference difference{};
    QList<qsizetype> changes{}; ///< indexes; empty: nobody said that they did it
};

/// A change explains a difference at or below its location when what it left, or found, there is what was sent, or
/// received. One of a whole part explains every difference in it. What is not explained did not happen by the book.
QList<AttributedDifference> attributed(const QList<BodyDifference> &differences, const QList<BodyChange> &changes);

} // namespace cpx
