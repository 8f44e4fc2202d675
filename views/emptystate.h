// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace cpx {

/// What stands where a list would be when it has nothing to show: why, and the one thing to do about it.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    void show(const QString &iconName, const QString &title, const QString &text, const QString &action);
    using QWidget::show;

signals:
    void actionTriggered();

protected:
    void changeEvent(QEvent *event) override;

private:
    void tint();

    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_action;
};

} // namespace cpx
