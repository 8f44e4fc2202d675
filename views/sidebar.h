// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QAction;
class QToolButton;
class QVBoxLayout;

namespace cpx {

/// The list of pages at the left; collapses to icons.
class Sidebar : public QWidget
{
    Q_OBJECT

public:
    explicit Sidebar(QWidget *parent = nullptr);

    /// A page, shown by a checkable action that the menu has as well.
    void addPage(QAction *action);

    bool isCollapsed() const { return m_isCollapsed; }
    void setCollapsed(bool collapsed);

signals:
    void collapsedChanged(bool collapsed);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void arrange();

    bool m_isCollapsed = false;
    QVBoxLayout *m_pages;
    QList<QToolButton *> m_buttons;
    QToolButton *m_fold;
};

} // namespace cpx
