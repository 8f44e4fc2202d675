// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/mainactions.h"

#include <QMainWindow>
#include <QPointer>
#include <QTimer>

class QStackedWidget;

namespace cpx {

class CenterModels;
class ElidedLabel;
class HeaderBar;
class HelpDialog;
class OverviewPage;
class Sidebar;
class StatusLine;
class TrafficPage;
class TrayIcon;
class WindowState;

/// The window: sidebar, header, pages, status bar, menus. Decides what closing and quitting mean.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// Borrows everything; `state` is loaded already, `theme` may be null.
    MainWindow(CenterModels *models, TrayIcon *tray, WindowState *state, Theme *theme,
               QWidget *parent = nullptr);
    ~MainWindow() override;

    void showAndRaise();
    /// Visible, unless there is a tray to wait in.
    void showMinimizedToTray();
    void toggleVisible();
    /// Lets the requests in flight finish, then says readyToQuit(). Asked again meanwhile: cuts them.
    void quit();
    void say(const QString &text, int milliseconds = 6000); ///< in the status bar; 0: until the next

    MainActions *actions() { return &m_actions; }

signals:
    void readyToQuit();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void connectActions();
    void connectTray();
    void showPage(QAction *page);
    void showTraffic(const QString &filter);
    void refreshActions();
    void refreshTrayActions();
    void closeToTray();
    void leaveIfStopped();
    void restore();
    void store();

    CenterModels *m_models;
    TrayIcon *m_tray;
    WindowState *m_state;
    Theme *m_theme;
    MainActions m_actions;
    Sidebar *m_sidebar;
    HeaderBar *m_header;
    QStackedWidget *m_pages;
    OverviewPage *m_overview;
    TrafficPage *m_traffic;
    ElidedLabel *m_message; ///< a status bar's own message would be cut without a sign
    QTimer m_messageEnd;
    StatusLine *m_statusLine;
    QPointer<HelpDialog> m_help;
    bool m_isQuitting = false;
};

} // namespace cpx
