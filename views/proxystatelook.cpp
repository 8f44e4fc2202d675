// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/proxystatelook.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace cpx {

ProxyStateLook ProxyStateLook::of(ProxyController::State state)
{
    switch (state) {
    case ProxyController::State::Stopped:
        return {Shape::Square, Theme::Tone::Quiet, u"■"_s, QCoreApplication::translate("cpx", "Stopped")};
    case ProxyController::State::Starting:
        return {Shape::HalfDisc, Theme::Tone::Busy, u"◐"_s, QCoreApplication::translate("cpx", "Starting")};
    case ProxyController::State::Running:
        return {Shape::Disc, Theme::Tone::Good, u"●"_s, QCoreApplication::translate("cpx", "Running")};
    case ProxyController::State::Draining:
        return {Shape::HalfDisc, Theme::Tone::Busy, u"◐"_s, QCoreApplication::translate("cpx", "Draining")};
    case ProxyController::State::Failed:
        return {Shape::Triangle, Theme::Tone::Bad, u"▲"_s, QCoreApplication::translate("cpx", "Problem")};
    }
    Q_UNREACHABLE();
}

QString toggleText(ProxyController::State state)
{
    switch (state) {
    case ProxyController::State::Stopped:
    case ProxyController::State::Failed: return QCoreApplication::translate("cpx", "Start Proxy");
    case ProxyController::State::Starting:
    case ProxyController::State::Running: return QCoreApplication::translate("cpx", "Stop Proxy");
    case ProxyController::State::Draining: return QCoreApplication::translate("cpx", "Stop Now");
    }
    Q_UNREACHABLE();
}

} // namespace cpx
