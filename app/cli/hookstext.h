// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookcatalog.h"
#include "agents/hooks/hookoutcome.h"

#include <QJsonObject>
#include <QString>

namespace cpx {

/// Hooks as the command line prints them. Control characters of what somebody else wrote cannot reach the terminal.

QString hookListText(const SettingsInForce &inForce);
QJsonObject hookListJson(const SettingsInForce &inForce);

/// What trusting a source means: commands, directory, files and what has changed.
QString trustQuestionText(const SettingsSource &source, const QString &directory, const TrustStore &store);

QString hookOutcomeText(const HookOutcome &outcome);
QJsonObject hookOutcomeJson(const HookOutcome &outcome);

} // namespace cpx
