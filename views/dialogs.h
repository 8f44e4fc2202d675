// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

/// The questions that stop the user. One place, so that tests can answer them.
namespace cpx::dialogs {

enum class CloseAnswer { KeepRunning, Quit, Cancel };

/// "Keep Codex-Plus running in the tray, or quit?"
CloseAnswer askHowToClose(QWidget *parent);
/// The next askHowToClose() returns this at once and shows nothing.
void setNextCloseAnswer(CloseAnswer answer);

/// Something that stops the program from starting.
void showError(QWidget *parent, const QString &title, const QString &text);

} // namespace cpx::dialogs
