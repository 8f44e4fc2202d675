// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace cpx {

/// One entry of the sidebar: icon and text, or the icon alone; the chosen one stands out by a bar and a
/// ground.
class SidebarButton : public QToolButton
{
    Q_OBJECT

public:
    explicit SidebarButton(QWidget *parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace cpx
