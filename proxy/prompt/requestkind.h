// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace cpx {

/// What a request is about.
enum class RequestKind {
    Turn, ///< the user's turn, including its tool loops
    Title, ///< Codex asks for a thread title
    Compaction,
    SubAgent,
    Prewarm, ///< an empty request before the first turn
    Models, ///< the model catalog
    WebSocket, ///< one, or an attempt to open one
    Other,
};

/// All kinds, in the order they are offered to people.
QList<RequestKind> requestKinds();
/// For filters ("kind:sub-agent"), records and hooks; never translated.
QString requestKindName(RequestKind kind);

} // namespace cpx
