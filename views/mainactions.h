// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/theme.h"

#include <QAction>
#include <QActionGroup>

class QMenuBar;

namespace cpx {

class TrafficPage;

/// Everything the main window can do, with its key. What is done, the window decides.
class MainActions : public QObject
{
    Q_OBJECT

public:
    explicit MainActions(QObject *parent = nullptr);

    /// Fills the menu bar with all of it.
    void fill(QMenuBar *bar, TrafficPage *traffic);

    QActionGroup pages{this};
    QAction overview; ///< Ctrl+1
    QAction traffic; ///< Ctrl+2
    QAction toggleProxy;
    QAction copyEndpoint;
    QAction copyTestCommand;
    QAction find;
    QAction collapseSidebar;
    QActionGroup appearance{this}; ///< data(): a Theme::Choice
    QAction closeToTray;
    QAction keepRunning; ///< checked: closing the window keeps the program in the tray
    QAction quit;
    QAction help;
    QAction about;
};

} // namespace cpx
