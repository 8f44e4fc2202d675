// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/overviewmodel.h"

#include <QWidget>

class QBarSet;
class QChart;
class QChartView;
class QLabel;
class QValueAxis;

namespace cpx {

/// Requests per minute as bars, errors on top in their own colour and pattern. The one place that knows Qt
/// Charts.
class ChartWidget : public QWidget
{
    Q_OBJECT

public:
    explicit ChartWidget(QWidget *parent = nullptr);

    void setBins(const QList<OverviewModel::Bin> &bins);

protected:
    void changeEvent(QEvent *event) override;

private:
    void tint();

    QList<OverviewModel::Bin> m_bins;
    QChart *m_chart; ///< owned by the view, as are sets and axes
    QChartView *m_view;
    QBarSet *m_succeeded;
    QBarSet *m_failed;
    QValueAxis *m_minutes;
    QValueAxis *m_counts;
};

} // namespace cpx
