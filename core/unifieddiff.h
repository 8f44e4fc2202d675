// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace cpx {

/// The difference of two texts for people, in the unified format with three lines around each change; empty when there is
/// none. Where more than a thousand lines in a row differ, they are one change.
QString unifiedDiff(const QByteArray &before, const QByteArray &after, const QString &beforeName, const QString &afterName);

} // namespace cpx
