// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/copyfield.h"

#include "views/icons.h"
#include "views/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QTimer>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace cpx {

CopyField::CopyField(const QString &objectName, const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_line(new QLineEdit)
    , m_button(new QToolButton)
{
    setObjectName(objectName);
    m_line->setObjectName(objectName + u"Text"_s);
    m_line->setAccessibleName(name);
    m_line->setReadOnly(true);
    m_line->setTextMargins(4, 0, 4, 0);
    m_line->setMinimumHeight(28);
    m_line->setFont(Theme::fixedFont(Theme::font(font(), 0.94)));
    m_button->setObjectName(objectName + u"Copy"_s);
    m_button->setIcon(icons::named(u"copy"_s));
    m_button->setToolTip(tr("Copy"));
    m_button->setAccessibleName(tr("Copy: %1").arg(name));
    m_button->setMinimumSize(30, 28);
    connect(m_button, &QToolButton::clicked, this, &CopyField::copy);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_line, 1);
    layout->addWidget(m_button);
}

void CopyField::setText(const QString &text)
{
    if (text == m_line->text())
        return;
    m_line->setText(text);
    m_line->setCursorPosition(0);
    m_line->setToolTip(text);
}

QString CopyField::text() const
{
    return m_line->text();
}

void CopyField::copy()
{
    QGuiApplication::clipboard()->setText(text());
    m_button->setIcon(icons::named(u"done"_s));
    QTimer::singleShot(1500, m_button, [button = m_button] { button->setIcon(icons::named(u"copy"_s)); });
    emit copied(text());
}

} // namespace cpx
