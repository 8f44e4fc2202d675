// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace cpx {

class Card;
class CenterModels;
class ChartWidget;
class CopyField;
class Notice;
class NumberTile;
class RecentList;
class RouteView;

/// The home of the program: is Codex going through it, is it healthy, what happened in the last hour.
class OverviewPage : public QWidget
{
    Q_OBJECT

public:
    explicit OverviewPage(CenterModels *models, QWidget *parent = nullptr); ///< borrows the models

signals:
    void flowRequested(quint64 sequence); ///< the user wants to see this request
    void message(const QString &text); ///< for the status bar

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    Card *makeRoute();
    Card *makeConnect();
    Card *makeNumbers();
    Card *makeRecent();
    void refreshProxy();
    void refreshNumbers();

    CenterModels *m_models;
    Notice *m_demo;
    Notice *m_problem;
    QPushButton *m_samples = nullptr;
    QPushButton *m_otherPort = nullptr;
    RouteView *m_route = nullptr;
    CopyField *m_command = nullptr;
    CopyField *m_configLine = nullptr;
    NumberTile *m_requests = nullptr;
    NumberTile *m_errors = nullptr;
    NumberTile *m_median = nullptr;
    NumberTile *m_slow = nullptr;
    NumberTile *m_inFlight = nullptr;
    ChartWidget *m_chart = nullptr;
    QLabel *m_sampleCount = nullptr;
    QLabel *m_noRecent = nullptr;
    RecentList *m_recent = nullptr;
    QPushButton *m_lastError = nullptr;
};

} // namespace cpx
