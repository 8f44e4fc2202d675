// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/changeattribution.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QMetaType>
#include <QString>
#include <memory>

namespace cpx {

/// A text on one side of a change, as far as it is kept.
struct ChangeText
{
    static constexpr qsizetype mostKept = 64 * 1024; ///< bytes

    /// The beginning of `text`, cut between two characters.
    static ChangeText of(QByteArrayView text);

    QByteArray bytes{}; ///< UTF-8: the string itself where a string was changed, else JSON as it stood there
    qint64 size = -1; ///< of all of it; -1: there was nothing at this place

    bool exists() const { return size >= 0; }
    bool isCut() const { return bytes.size() < size; }

    friend bool operator==(const ChangeText &, const ChangeText &) = default;
};

/// One change that we made in the body of a request or an answer. A plain value.
struct BodyChange
{
    enum class Direction { Request, Response };
    Direction direction = Direction::Request;
    ChangeAttribution attribution{};
    /// Where, as a JSON Pointer (RFC 6901): "/input/12/content/0/text". In the document before the change, of what was
    /// changed or removed; in the one after it, of what was added. In an answer: of the event's data.
    QByteArray location{};
    ChangeText before{}; ///< does not exist: it was added
    ChangeText after{}; ///< does not exist: it was removed

    friend bool operator==(const BodyChange &, const BodyChange &) = default;
};

/// Appends to a list others may hold, who keep theirs.
void addChange(std::shared_ptr<const QList<BodyChange>> &changes, BodyChange change);

/// "hook", "command", "policy", "status-line", "agent": as in the store and in JSON.
QString changeKindName(ChangeAttribution::Kind kind);
/// Policy for anything else.
ChangeAttribution::Kind changeKindFromName(QStringView name);

/// As in the store and as the command line prints it.
QJsonArray toJson(const QList<BodyChange> &changes);
QList<BodyChange> bodyChangesFromJson(const QJsonArray &json);

} // namespace cpx

Q_DECLARE_METATYPE(cpx::BodyChange)
