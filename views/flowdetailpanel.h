// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/flowdetails.h"

#include <QWidget>

class QFormLayout;
class QLabel;
class QTabWidget;
class QTreeWidget;

namespace cpx {

class Notice;
class TimingBar;

/// Everything known about one request: summary, timing, headers.
class FlowDetailPanel : public QWidget
{
    Q_OBJECT

public:
    explicit FlowDetailPanel(QWidget *parent = nullptr);

    void setDetails(const FlowDetails &details);
    void showTab(int number); ///< counts from 0

signals:
    void closeRequested();

private:
    QWidget *makeSummary();
    QWidget *makeTiming();
    QWidget *makeHeaders();
    static void fill(QFormLayout *form, const QList<FlowDetails::Line> &lines);
    static void fill(QTreeWidget *tree, const FlowDetails &details);

    FlowDetails m_details;
    QLabel *m_title;
    QTabWidget *m_tabs;
    QLabel *m_sentence = nullptr;
    Notice *m_error = nullptr;
    QFormLayout *m_facts = nullptr;
    TimingBar *m_timingBar = nullptr;
    QFormLayout *m_timing = nullptr;
    QTreeWidget *m_headers = nullptr;
};

} // namespace cpx
