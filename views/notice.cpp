// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/notice.h"

#include "views/icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace cpx {

Notice::Notice(Theme::Tone tone, const QString &iconName, QWidget *parent)
    : QFrame(parent)
    , m_tone(tone)
    , m_iconName(iconName)
    , m_icon(new QLabel)
    , m_text(new QLabel)
    , m_layout(new QHBoxLayout(this))
{
    m_text->setObjectName(u"noticeText"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_layout->setContentsMargins(14, 9, 10, 9);
    m_layout->setSpacing(10);
    m_layout->addWidget(m_icon);
    m_layout->addWidget(m_text, 1);
    tint();
}

void Notice::setText(const QString &text)
{
    m_text->setText(text);
    setAccessibleName(text);
}

QString Notice::text() const
{
    return m_text->text();
}

QPushButton *Notice::addButton(const QString &text, const QString &objectName)
{
    auto *button = new QPushButton(text);
    button->setObjectName(objectName);
    m_layout->addWidget(button);
    return button;
}

void Notice::paintEvent(QPaintEvent *)
{
    QColor fill = Theme::color(m_tone, palette());
    QColor frame = fill;
    fill.setAlphaF(0.09F);
    frame.setAlphaF(0.4F);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(frame);
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

void Notice::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        tint();
    QFrame::changeEvent(event);
}

void Notice::tint()
{
    m_icon->setPixmap(icons::pixmap(m_iconName, 20, Theme::color(m_tone, palette()), devicePixelRatioF()));
}

} // namespace cpx
