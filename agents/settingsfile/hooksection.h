// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookdefinition.h"

#include <QJsonValue>
#include <QList>

namespace cpx {

class SettingsProblems;

/// Reads the `hooks` of a settings file: events, groups with a matcher, handlers. What is wrong or odd is reported.
QList<HookDefinition> hooksOfSection(const QJsonValue &section, SettingsProblems &problems);

} // namespace cpx
