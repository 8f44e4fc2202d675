// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QMenu>
#include <QSystemTrayIcon>
#include <QTimer>

#include <functional>

namespace cpx {

class CenterModels;

/// The icon in the system tray and its menu. Where there is no tray yet, it looks again for a minute.
class TrayIcon : public QObject
{
    Q_OBJECT

public:
    /// Told apart by shape: an outline, an outline with a dot, with a triangle, with a slash.
    enum class Shape { Running, Active, Warning, Stopped };

    /// `isTrayThere` is asked instead of the system; for tests.
    explicit TrayIcon(CenterModels *models, QObject *parent = nullptr,
                      std::function<bool()> isTrayThere = &QSystemTrayIcon::isSystemTrayAvailable);

    bool isAvailable() const; ///< now: a panel may have crashed
    Shape shape() const { return m_shape; }
    QMenu *menu() { return &m_menu; }
    QString toolTip() const { return m_icon.toolTip(); }
    /// How often the icon was drawn anew.
    int redraws() const { return m_redraws; }

    static QIcon iconOf(Shape shape);

signals:
    void availableChanged(bool available);
    void windowToggleRequested();
    void windowRequested();
    void trafficRequested();
    void quitRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeMenu();
    void look();
    void refresh();
    void redraw();
    Shape wantedShape() const;
    QString wantedToolTip() const;

    CenterModels *m_models;
    std::function<bool()> m_isTrayThere;
    Shape m_shape = Shape::Stopped;
    int m_redraws = 0;
    bool m_isRedrawPending = false;
    QTimer m_pace; ///< at most two redraws a second
    QTimer m_search;
    int m_searchesLeft;
    QMenu m_menu;
    QAction *m_title = nullptr;
    QAction *m_toggle = nullptr;
    QAction *m_copy = nullptr;
    QSystemTrayIcon m_icon; ///< last: it uses the menu
};

} // namespace cpx
