// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/headerbar.h"

#include "models/proxycontroller.h"
#include "views/icons.h"
#include "views/proxystatelook.h"
#include "views/statepill.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTextDocument>

using namespace Qt::StringLiterals;

namespace cpx {

HeaderBar::HeaderBar(ProxyController *proxy, QWidget *parent)
    : QWidget(parent)
    , m_proxy(proxy)
    , m_title(new QLabel)
    , m_pill(new StatePill)
    , m_inFlight(new QLabel)
    , m_toggle(new QPushButton)
{
    setObjectName(u"headerBar"_s);
    m_title->setObjectName(u"pageTitle"_s);
    m_title->setFont(Theme::font(font(), 1.55, QFont::DemiBold));
    m_pill->setObjectName(u"statePill"_s);
    m_inFlight->setObjectName(u"headerInFlight"_s);
    m_inFlight->setForegroundRole(QPalette::PlaceholderText);
    m_toggle->setObjectName(u"toggleProxy"_s);
    m_toggle->setMinimumHeight(32);
    connect(m_toggle, &QPushButton::clicked, proxy, &ProxyController::toggle);
    connect(proxy, &ProxyController::changed, this, &HeaderBar::refresh);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 14, 20, 12);
    layout->setSpacing(12);
    layout->addWidget(m_title);
    layout->addStretch();
    layout->addWidget(m_inFlight);
    layout->addWidget(m_pill);
    layout->addWidget(m_toggle);
    refresh();
}

void HeaderBar::setTitle(const QString &title)
{
    m_title->setText(title);
}

void HeaderBar::refresh()
{
    const ProxyController::State state = m_proxy->state();
    m_pill->setLook(ProxyStateLook::of(state));
    m_pill->setToolTip(m_proxy->isRunning()
                           ? m_proxy->endpoint()
                           : Qt::convertFromPlainText(m_proxy->errorText(), Qt::WhiteSpaceNormal));
    m_inFlight->setText(tr("%n in flight", nullptr, m_proxy->inFlight()));
    m_inFlight->setVisible(state == ProxyController::State::Running
                           || state == ProxyController::State::Draining);
    const bool canStart = state == ProxyController::State::Stopped || state == ProxyController::State::Failed;
    m_toggle->setText(toggleText(state));
    m_toggle->setAccessibleName(toggleText(state));
    m_toggle->setIcon(icons::named(canStart ? u"start"_s : u"stop"_s));
    m_toggle->setToolTip(
        tr("%1 (%2)").arg(toggleText(state),
                          QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P).toString(QKeySequence::NativeText)));
}

} // namespace cpx
