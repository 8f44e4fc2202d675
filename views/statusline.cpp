// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/statusline.h"

#include "models/centermodels.h"
#include "views/proxystatelook.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace cpx {

StatusLine::StatusLine(CenterModels *models, QWidget *parent)
    : QWidget(parent)
    , m_models(models)
{
    setObjectName(u"statusLine"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 4, 0);
    layout->setSpacing(2);
    m_endpoint = addPart(u"statusEndpoint"_s, tr("Copy the address"));
    m_inFlight = addPart(u"statusInFlight"_s, tr("Show the requests in flight"));
    m_percentile = addPart(u"statusPercentile"_s, tr("Show the last 60 minutes"));
    connect(m_endpoint, &QToolButton::clicked, this, &StatusLine::endpointClicked);
    connect(m_inFlight, &QToolButton::clicked, this, &StatusLine::inFlightClicked);
    connect(m_percentile, &QToolButton::clicked, this, &StatusLine::percentileClicked);
    connect(models->proxy(), &ProxyController::changed, this, &StatusLine::refresh);
    connect(models->overview(), &OverviewModel::changed, this, &StatusLine::refresh);
    refresh();
}

QToolButton *StatusLine::addPart(const QString &objectName, const QString &toolTip)
{
    if (layout()->count() > 0)
        layout()->addWidget(new QLabel(u"·"_s));
    auto *part = new QToolButton;
    part->setObjectName(objectName);
    part->setAutoRaise(true);
    part->setFocusPolicy(Qt::TabFocus);
    part->setMinimumHeight(24);
    part->setToolTip(toolTip);
    part->setAccessibleDescription(toolTip);
    layout()->addWidget(part);
    return part;
}

void StatusLine::refresh()
{
    const ProxyController *proxy = m_models->proxy();
    m_endpoint->setText(proxy->isRunning() || proxy->state() == ProxyController::State::Draining
                            ? proxy->address()
                            : ProxyStateLook::of(proxy->state()).text);
    m_inFlight->setText(tr("%n in flight", nullptr, proxy->inFlight()));
    const OverviewModel *overview = m_models->overview();
    m_percentile->setText(overview->percentileText());
    m_percentile->setToolTip(overview->firstByteP95Us() ? m_percentile->accessibleDescription()
                                                        : overview->samplesText());
    for (QToolButton *part : {m_endpoint, m_inFlight, m_percentile})
        part->setAccessibleName(part->text());
}

QString StatusLine::text() const
{
    return QStringList{m_endpoint->text(), m_inFlight->text(), m_percentile->text()}.join(u" · "_s);
}

} // namespace cpx
