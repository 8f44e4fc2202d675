// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/centerstyle.h"

#include "views/theme.h"

#include <QPainter>
#include <QStyleOption>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr double radius = 6;
constexpr int scrollExtent = 12;
constexpr int shortestHandle = 28;

QColor mixed(const QColor &a, const QColor &b, double share)
{
    return QColor::fromRgbF(static_cast<float>(a.redF() * (1 - share) + b.redF() * share),
                            static_cast<float>(a.greenF() * (1 - share) + b.greenF() * share),
                            static_cast<float>(a.blueF() * (1 - share) + b.blueF() * share));
}

QColor outline(const QStyleOption &option)
{
    const bool isEnabled = option.state.testFlag(QStyle::State_Enabled);
    return mixed(Theme::border(option.palette), option.palette.color(QPalette::WindowText),
                 isEnabled ? 0.16 : 0.0);
}

/// The panel of a button: flat, a little darker under the mouse, with a ring in the accent colour for the
/// focus.
void drawButton(QPainter &painter, const QStyleOption &option, bool isRaised)
{
    const bool isDown = option.state & (QStyle::State_Sunken | QStyle::State_On);
    const bool isHovered =
        option.state.testFlag(QStyle::State_MouseOver) && option.state.testFlag(QStyle::State_Enabled);
    const bool isOn = option.state.testFlag(QStyle::State_On);
    const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus)
        && option.state.testFlag(QStyle::State_KeyboardFocusChange);
    const QColor accent = option.palette.color(QPalette::Highlight);
    QColor fill = option.palette.color(QPalette::Button);
    if (!isRaised)
        fill.setAlpha(0);
    if (isOn)
        fill = mixed(option.palette.color(QPalette::Button), accent, 0.18);
    else if (isDown || isHovered)
        fill = mixed(option.palette.color(QPalette::Button), option.palette.color(QPalette::WindowText),
                     isDown ? 0.14 : 0.06);

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setBrush(fill);
    painter.setPen(isOn           ? QPen(mixed(accent, fill, 0.3))
                       : isRaised ? QPen(outline(option))
                                  : QPen(Qt::NoPen));
    painter.drawRoundedRect(area, radius, radius);
    if (hasFocus) {
        painter.setPen(QPen(accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    }
    painter.restore();
}

void drawLineEdit(QPainter &painter, const QStyleOption &option)
{
    const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus);
    const bool isReadOnly = option.state.testFlag(QStyle::State_ReadOnly);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hasFocus ? QPen(option.palette.color(QPalette::Highlight), 1.6) : QPen(outline(option)));
    painter.setBrush(isReadOnly ? option.palette.alternateBase() : option.palette.base());
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.8, 0.8, -0.8, -0.8), radius, radius);
    painter.restore();
}

/// A tab is its text; the chosen one is underlined.
void drawTab(QPainter &painter, const QStyleOption &option)
{
    const QRect line(option.rect.left() + 8, option.rect.bottom() - 2, option.rect.width() - 16, 3);
    if (option.state.testFlag(QStyle::State_Selected))
        painter.fillRect(line, option.palette.color(QPalette::Highlight));
    else if (option.state.testFlag(QStyle::State_MouseOver))
        painter.fillRect(line, outline(option));
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter.setPen(option.palette.color(QPalette::Highlight));
        painter.drawRect(option.rect.adjusted(3, 3, -4, -5));
    }
}

} // namespace

CenterStyle::CenterStyle()
    : QProxyStyle(u"Fusion"_s)
{ }

void CenterStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                const QWidget *widget) const
{
    switch (element) {
    case PE_PanelButtonCommand: {
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        return drawButton(*painter, *option, !button || !button->features.testFlag(QStyleOptionButton::Flat));
    }
    case PE_PanelButtonTool: return drawButton(*painter, *option, !option->state.testFlag(State_AutoRaise));
    case PE_PanelLineEdit:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
            frame && frame->lineWidth > 0)
            return drawLineEdit(*painter, *option);
        break;
    case PE_FrameTabBarBase:
        painter->setPen(Theme::border(option->palette));
        painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
        return;
    case PE_FrameFocusRect:
        if (widget
            && (widget->inherits("QPushButton") || widget->inherits("QToolButton")
                || widget->inherits("QTabBar")))
            return; // the panel shows it
        break;
    default: break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void CenterStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                              const QWidget *widget) const
{
    if (element == CE_HeaderSection || element == CE_HeaderEmptyArea) {
        painter->fillRect(option->rect, option->palette.color(QPalette::Window));
        painter->setPen(Theme::border(option->palette));
        painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
        if (element == CE_HeaderSection)
            painter->drawLine(option->rect.topRight() + QPoint(0, 6),
                              option->rect.bottomRight() - QPoint(0, 6));
        return;
    }
    if (element == CE_TabBarTabShape)
        return drawTab(*painter, *option);
    QProxyStyle::drawControl(element, option, painter, widget);
}

void CenterStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                     QPainter *painter, const QWidget *widget) const
{
    if (control != CC_ScrollBar)
        return QProxyStyle::drawComplexControl(control, option, painter, widget);
    const QRect handle = subControlRect(control, option, SC_ScrollBarSlider, widget);
    const bool isActive = option->activeSubControls.testFlag(SC_ScrollBarSlider)
        && option->state & (State_MouseOver | State_Sunken);
    QColor color = option->palette.color(QPalette::WindowText);
    color.setAlphaF(isActive ? 0.45F : 0.25F);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(color);
    painter->drawRoundedRect(QRectF(handle).adjusted(2.5, 2.5, -2.5, -2.5), 3.5, 3.5);
    painter->restore();
}

QRect CenterStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                                  SubControl subControl, const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control != CC_ScrollBar || !bar)
        return QProxyStyle::subControlRect(control, option, subControl, widget);
    // No arrows: the whole length belongs to the handle and what is before and after it.
    const bool isHorizontal = bar->orientation == Qt::Horizontal;
    const int length = isHorizontal ? bar->rect.width() : bar->rect.height();
    const qint64 range = qint64(bar->maximum) - bar->minimum;
    int handle = length;
    if (range > 0)
        handle = static_cast<int>(std::max<qint64>(std::min(shortestHandle, length),
                                                   length * qint64(bar->pageStep) / (range + bar->pageStep)));
    const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                              length - handle, bar->upsideDown);
    const auto part = [&](int from, int size) {
        const QRect area =
            isHorizontal ? QRect(from, 0, size, bar->rect.height()) : QRect(0, from, bar->rect.width(), size);
        return visualRect(bar->direction, bar->rect, area.translated(bar->rect.topLeft()));
    };
    switch (subControl) {
    case SC_ScrollBarGroove: return bar->rect;
    case SC_ScrollBarSlider: return part(start, handle);
    case SC_ScrollBarSubPage: return part(0, start);
    case SC_ScrollBarAddPage: return part(start + handle, length - start - handle);
    default: return {};
    }
}

QSize CenterStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                    const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_PushButton)
        result = {result.width() + 16, std::max(result.height(), 30)};
    else if (type == CT_MenuItem)
        result.rheight() += 4;
    else if (type == CT_MenuBarItem)
        result += QSize(2, 4);
    else if (type == CT_TabBarTab)
        result += QSize(10, 4);
    else if (type == CT_HeaderSection)
        result.rheight() += 6;
    else if (type == CT_ItemViewItem)
        result.rheight() += 5;
    return result;
}

int CenterStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                           QStyleHintReturn *returnData) const
{
    if (hint == SH_DialogButtonBox_ButtonsHaveIcons)
        return 0; // Fusion's own are black on every ground
    return QProxyStyle::styleHint(hint, option, widget, returnData);
}

int CenterStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent: return scrollExtent;
    case PM_SplitterWidth: return 6;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical: return 0;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

} // namespace cpx
