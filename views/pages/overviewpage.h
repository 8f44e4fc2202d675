// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QGridLayout;
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
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void arrange(); ///< the cards, in as many columns as there is room for
    void elideLastError();
    Card *makeRoute();
    Card *makeConnect();
    Card *makeNumbers();
    Card *makeRecent();
    void refreshProxy();
    void refreshNumbers();

    CenterModels *m_models;
    Notice *m_demo;
    Notice *m_recording; ///< that it is on
    Notice *m_promptStoreProblem;
    Notice *m_recordingProblem; ///< that it should be
    Notice *m_problem;
    QPushButton *m_samples = nullptr;
    QPushButton *m_otherPort = nullptr;
    QGridLayout *m_grid = nullptr;
    QList<Card *> m_cards;
    int m_columns = 0;
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
