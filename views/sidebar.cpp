// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/sidebar.h"

#include "views/icons.h"
#include "views/sidebarbutton.h"
#include "views/theme.h"

#include <QAction>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace cpx {

Sidebar::Sidebar(QWidget *parent)
    : QWidget(parent)
    , m_pages(new QVBoxLayout)
    , m_fold(new SidebarButton)
{
    setObjectName(u"sidebar"_s);
    setAccessibleName(tr("Pages"));
    m_fold->setObjectName(u"sidebarFold"_s);
    m_fold->setIcon(icons::named(u"sidebar"_s));
    connect(m_fold, &QToolButton::clicked, this, [this] { setCollapsed(!m_isCollapsed); });
    m_pages->setSpacing(3);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 12, 9, 10);
    layout->addLayout(m_pages);
    layout->addStretch();
    layout->addWidget(m_fold);
    arrange();
}

void Sidebar::addPage(QAction *action)
{
    auto *button = new SidebarButton;
    button->setObjectName(action->objectName() + u"Button"_s);
    button->setDefaultAction(action);
    // The menu's "&" marks a key there; here it would only be drawn.
    button->setText(action->iconText());
    button->setAccessibleName(action->iconText());
    button->setToolTip(
        tr("%1 (%2)").arg(action->iconText(), action->shortcut().toString(QKeySequence::NativeText)));
    m_buttons.append(button);
    m_pages->addWidget(button);
    setTabOrder(m_buttons.size() > 1 ? m_buttons.at(m_buttons.size() - 2) : button, button);
    setTabOrder(button, m_fold);
    arrange();
}

void Sidebar::setCollapsed(bool collapsed)
{
    if (collapsed == m_isCollapsed)
        return;
    m_isCollapsed = collapsed;
    arrange();
    emit collapsedChanged(collapsed);
}

void Sidebar::arrange()
{
    const Qt::ToolButtonStyle style = m_isCollapsed ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon;
    for (QToolButton *button : std::as_const(m_buttons))
        button->setToolButtonStyle(style);
    m_fold->setToolButtonStyle(style);
    m_fold->setText(tr("Collapse"));
    m_fold->setToolTip(m_isCollapsed ? tr("Show the names of the pages") : tr("Show icons only"));
    m_fold->setAccessibleName(m_fold->toolTip());
    setFixedWidth(m_isCollapsed ? 60 : std::max(178, m_fold->sizeHint().width() + 17));
}

void Sidebar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(Theme::border(palette()));
    painter.drawLine(width() - 1, 0, width() - 1, height());
}

} // namespace cpx
