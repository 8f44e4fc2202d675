// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/card.h"

#include "views/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace cpx {

Card::Card(const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_corner(new QHBoxLayout)
    , m_body(new QVBoxLayout)
{
    setAccessibleName(title);
    auto *label = new QLabel(title);
    label->setObjectName(u"cardTitle"_s);
    label->setTextFormat(Qt::PlainText);
    label->setFont(Theme::font(font(), 1.05, QFont::DemiBold));
    m_corner->addWidget(label);
    m_corner->addStretch();
    m_body->setSpacing(8);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 14);
    layout->setSpacing(10);
    layout->addLayout(m_corner);
    layout->addLayout(m_body, 1);
}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Theme::border(palette()));
    painter.setBrush(palette().base());
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

} // namespace cpx
