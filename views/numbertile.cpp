// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/numbertile.h"

#include "views/elidedlabel.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace cpx {

NumberTile::NumberTile(const QString &objectName, const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_value(new QLabel(u"—"_s))
    , m_name(new ElidedLabel(name))
{
    setObjectName(objectName);
    m_value->setObjectName(objectName + u"Value"_s);
    m_value->setFont(Theme::font(font(), 1.7, QFont::DemiBold));
    m_name->setForegroundRole(QPalette::PlaceholderText);
    m_name->setFont(Theme::font(font(), 0.9));
    for (QLabel *label : {m_value, m_name})
        label->setTextFormat(Qt::PlainText);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_value);
    layout->addWidget(m_name);
}

void NumberTile::setValue(const QString &value, Theme::Tone tone)
{
    m_value->setText(value);
    QPalette colors; // the application's, so that the plain colour follows the theme
    if (tone != Theme::Tone::Quiet)
        colors.setColor(QPalette::WindowText, Theme::color(tone, palette()));
    m_value->setPalette(colors);
    setAccessibleName(u"%1: %2"_s.arg(m_name->text(), value));
}

} // namespace cpx
