// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

/// Our icons: one-coloured drawings in resources/icons, tinted when they are painted.
namespace cpx::icons {

/// Follows the palette of the application: text colour, disabled and selected included.
QIcon named(const QString &name);

/// One size in one colour. `halo` is a colour for a thin seam around the drawing, for unknown backgrounds.
QPixmap pixmap(const QString &name, int size, const QColor &color, qreal devicePixelRatio,
               const QColor &halo = QColor());

/// The application's icon, in its own colours.
QIcon application();

} // namespace cpx::icons
