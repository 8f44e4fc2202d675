// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/emptystate.h"

#include "views/icons.h"
#include "views/theme.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int textWidth = 460;

} // namespace

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel)
    , m_title(new QLabel)
    , m_text(new QLabel)
    , m_action(new QPushButton)
{
    setObjectName(u"emptyState"_s);
    m_title->setObjectName(u"emptyTitle"_s);
    m_title->setFont(Theme::font(font(), 1.3, QFont::DemiBold));
    m_text->setObjectName(u"emptyText"_s);
    m_text->setForegroundRole(QPalette::PlaceholderText);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_text->setFixedWidth(textWidth);
    for (QLabel *label : {m_title, m_text})
        label->setTextFormat(Qt::PlainText);
    m_action->setObjectName(u"emptyAction"_s);
    m_action->setMinimumHeight(32);
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addStretch(2);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_icon, m_title, m_text})
        layout->addWidget(widget, 0, Qt::AlignHCenter);
    layout->addSpacing(8);
    layout->addWidget(m_action, 0, Qt::AlignHCenter);
    layout->addStretch(3);
}

void EmptyState::show(const QString &iconName, const QString &title, const QString &text,
                      const QString &action)
{
    m_iconName = iconName;
    m_title->setText(title);
    m_text->setText(text);
    // A layout that centres a label does not ask how high its wrapped text is.
    m_text->setFixedHeight(m_text->heightForWidth(textWidth));
    m_action->setText(action);
    m_action->setAccessibleName(action);
    setAccessibleName(title + u' ' + text);
    tint();
}

void EmptyState::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        tint();
    QWidget::changeEvent(event);
}

void EmptyState::tint()
{
    if (!m_iconName.isEmpty())
        m_icon->setPixmap(icons::pixmap(m_iconName, 44, Theme::quietText(palette()), devicePixelRatioF()));
}

} // namespace cpx
