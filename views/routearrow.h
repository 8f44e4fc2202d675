// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace cpx {

/// The arrow between two boxes of the route.
class RouteArrow : public QWidget
{
    Q_OBJECT

public:
    explicit RouteArrow(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace cpx
