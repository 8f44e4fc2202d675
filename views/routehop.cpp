// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/routehop.h"

#include "views/elidedlabel.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace cpx {

RouteHop::RouteHop(const QString &name, const QString &objectName, QWidget *parent)
    : QFrame(parent)
    , m_name(name)
    , m_address(new ElidedLabel)
    , m_state(new ElidedLabel)
{
    setObjectName(objectName);
    auto *title = new QLabel(name);
    title->setFont(Theme::font(font(), 1.0, QFont::DemiBold));
    m_address->setObjectName(objectName + u"Address"_s);
    m_address->setForegroundRole(QPalette::PlaceholderText);
    m_address->setLineCount(2); // a URL or a long name wraps
    m_state->setObjectName(objectName + u"State"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(4);
    for (QLabel *label : std::initializer_list<QLabel *>{title, m_state, m_address})
        layout->addWidget(label);
    layout->addStretch();
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setMinimumWidth(120);
}

void RouteHop::setAddress(const QString &address)
{
    m_address->setText(address);
}

void RouteHop::setState(Theme::Tone tone, const QString &glyph, const QString &text)
{
    m_tone = tone;
    m_state->setText(glyph + u' ' + text);
    setAccessibleName(u"%1: %2"_s.arg(m_name, text));
    tint();
    update();
}

void RouteHop::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor frame = m_tone == Theme::Tone::Quiet ? Theme::border(palette()) : Theme::color(m_tone, palette());
    if (m_tone != Theme::Tone::Quiet)
        frame.setAlphaF(0.55F);
    painter.setPen(QPen(frame, 1.2));
    painter.setBrush(palette().alternateBase());
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.6, 0.6, -0.6, -0.6), 7, 7);
}

void RouteHop::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        tint();
    QFrame::changeEvent(event);
}

void RouteHop::tint()
{
    QPalette colors = m_state->palette();
    const QColor color = Theme::color(m_tone, palette());
    if (colors.color(QPalette::WindowText) == color)
        return; // or setting it would change the palette again
    colors.setColor(QPalette::WindowText, color);
    m_state->setPalette(colors);
}

} // namespace cpx
