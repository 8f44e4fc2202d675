// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/proxycontroller.h"
#include "views/theme.h"

namespace cpx {

/// How a state of the proxy is shown: always by shape and word, and by colour as well.
struct ProxyStateLook
{
    enum class Shape { Disc, HalfDisc, Triangle, Square };

    Shape shape = Shape::Square;
    Theme::Tone tone = Theme::Tone::Quiet;
    QString glyph{}; ///< the shape as a character, for menus
    QString text{};

    static ProxyStateLook of(ProxyController::State state);
};

/// What the one switch does in this state: "Start Proxy", ….
QString toggleText(ProxyController::State state);

} // namespace cpx
