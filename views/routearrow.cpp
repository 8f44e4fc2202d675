// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/routearrow.h"

#include "views/icons.h"
#include "views/theme.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int side = 20;

} // namespace

RouteArrow::RouteArrow(QWidget *parent)
    : QWidget(parent)
{
    setFixedWidth(side + 4);
}

void RouteArrow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.drawPixmap((width() - side) / 2, (height() - side) / 2,
                       icons::pixmap(u"arrow"_s, side, Theme::quietText(palette()), devicePixelRatioF()));
}

} // namespace cpx
