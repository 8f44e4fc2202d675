// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

namespace cpx {

/// Names of slash commands: parts joined by colons, one per sub-directory and one for the file, case-sensitive. A part has
/// 1 to 64 letters, digits, hyphens, underscores and dots, and begins with a letter, a digit or an underscore.
bool isCommandNamePart(QStringView part);

/// The name `word` stands for, which may have slashes for colons; empty when it cannot be one. `word` is what stands behind
/// the slash that begins a command.
QString commandNameOf(QStringView word);

} // namespace cpx
