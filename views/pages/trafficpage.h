// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace cpx {

class CenterModels;
class EmptyState;
class FlowDetailPanel;
class FlowTable;
class WindowState;

/// Every request as it happens: a filter line, the table, and the details of one request.
class TrafficPage : public QWidget
{
    Q_OBJECT

public:
    explicit TrafficPage(CenterModels *models, QWidget *parent = nullptr); ///< borrows the models

    /// For the menu of the window; Space works while the table has the focus.
    QAction *pauseAction() const { return m_pause; }
    QAction *followAction() const { return m_follow; }
    QAction *clearAction() const { return m_clear; }

    void focusFilter();
    void setFilter(const QString &text);
    /// Selects the request and opens its details; clears a filter that hides it.
    void showFlow(quint64 sequence);

    void restore(const WindowState &state);
    void store(WindowState &state) const;

signals:
    void message(const QString &text); ///< for the status bar

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void makeActions();
    QWidget *makeFilterBar();
    void updateCount();
    void updateEmptyState();
    void runEmptyAction();
    void updateDetails();
    void showDetails(bool shown);
    void updateFilterError();

    enum class Emptiness { None, Stopped, Waiting, Filtered };
    Emptiness emptiness() const;

    CenterModels *m_models;
    QLineEdit *m_filter;
    QLabel *m_filterError;
    QLabel *m_count;
    QAction *m_pause = nullptr;
    QAction *m_follow = nullptr;
    QAction *m_clear = nullptr;
    FlowTable *m_table;
    EmptyState *m_empty;
    QStackedWidget *m_stack;
    FlowDetailPanel *m_detail;
    QSplitter *m_splitter;
};

} // namespace cpx
