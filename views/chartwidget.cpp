// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/chartwidget.h"

#include "views/theme.h"

#include <QBarSet>
#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QGraphicsLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedBarSeries>
#include <QValueAxis>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace cpx {

ChartWidget::ChartWidget(QWidget *parent)
    : QWidget(parent)
    , m_chart(new QChart)
    , m_view(new QChartView(m_chart))
    , m_succeeded(new QBarSet(tr("Answered")))
    , m_failed(new QBarSet(tr("Failed")))
    , m_minutes(new QValueAxis)
    , m_counts(new QValueAxis)
{
    auto *series = new QStackedBarSeries;
    series->setBarWidth(0.78);
    series->append(m_succeeded);
    series->append(m_failed);
    for (int i = 0; i < OverviewModel::minutes; ++i) {
        m_succeeded->append(0);
        m_failed->append(0);
    }
    m_chart->addSeries(series);
    m_chart->legend()->hide();
    m_chart->setAnimationOptions(QChart::NoAnimation);
    m_chart->setBackgroundVisible(false);
    m_chart->setMargins({});
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_minutes->setRange(-0.5, OverviewModel::minutes - 0.5);
    m_minutes->setLabelsVisible(false);
    m_minutes->setGridLineVisible(false);
    m_counts->setLabelFormat(u"%d"_s);
    m_counts->setRange(0, 4);
    m_counts->setTickCount(3);
    m_counts->setLineVisible(false);
    m_chart->addAxis(m_minutes, Qt::AlignBottom);
    m_chart->addAxis(m_counts, Qt::AlignLeft);
    series->attachAxis(m_minutes);
    series->attachAxis(m_counts);

    m_view->setObjectName(u"requestChart"_s);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setBackgroundBrush(Qt::NoBrush);
    m_view->viewport()->setAutoFillBackground(false);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->viewport()->setFocusPolicy(Qt::NoFocus); // QGraphicsView gives it one of its own
    m_view->setMinimumHeight(90);

    auto *captions = new QHBoxLayout;
    captions->setContentsMargins(24, 0, 4, 0);
    const QStringList texts{tr("60 min ago"), tr("30 min ago"), tr("now")};
    for (const QString &text : texts) {
        auto *label = new QLabel(text);
        label->setForegroundRole(QPalette::PlaceholderText);
        label->setFont(Theme::font(font(), 0.86));
        if (text != texts.first())
            captions->addStretch();
        captions->addWidget(label);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_view, 1);
    layout->addLayout(captions);
    tint();
}

void ChartWidget::setBins(const QList<OverviewModel::Bin> &bins)
{
    if (bins == m_bins || bins.size() != OverviewModel::minutes)
        return;
    m_bins = bins;
    int highest = 0;
    int requests = 0;
    int failures = 0;
    for (int i = 0; i < bins.size(); ++i) {
        m_succeeded->replace(i, bins.at(i).succeeded);
        m_failed->replace(i, bins.at(i).failed);
        highest = std::max(highest, bins.at(i).succeeded + bins.at(i).failed);
        requests += bins.at(i).succeeded + bins.at(i).failed;
        failures += bins.at(i).failed;
    }
    // Even steps, so that the middle line is a whole number of requests.
    m_counts->setRange(0, std::max(4, (highest + 1) / 2 * 2));
    const QString text =
        tr("Requests per minute in the last hour: %1 in all, %2 failed, at most %3 in one minute")
            .arg(requests)
            .arg(failures)
            .arg(highest);
    setAccessibleName(text);
    m_view->setAccessibleName(text);
    m_view->setToolTip(text);
}

void ChartWidget::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        tint();
    QWidget::changeEvent(event);
}

void ChartWidget::tint()
{
    const QColor bar = palette().color(QPalette::Highlight);
    const QColor bad = Theme::color(Theme::Tone::Bad, palette());
    m_succeeded->setColor(bar);
    m_succeeded->setBorderColor(bar);
    // A pattern as well: red and blue of the same lightness look alike to some.
    m_failed->setBrush(QBrush(bad, Qt::Dense2Pattern));
    m_failed->setBorderColor(bad);
    for (QValueAxis *axis : {m_minutes, m_counts}) {
        axis->setLabelsBrush(Theme::quietText(palette()));
        axis->setLabelsFont(Theme::font(font(), 0.86));
        axis->setGridLineColor(Theme::border(palette()));
        axis->setLinePenColor(Theme::border(palette()));
    }
}

} // namespace cpx
