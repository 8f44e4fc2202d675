// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QPushButton;

namespace cpx {

class ProxyController;
class StatePill;

/// Above every page: its name, how the proxy stands, how much is in flight, and the switch.
class HeaderBar : public QWidget
{
    Q_OBJECT

public:
    HeaderBar(ProxyController *proxy, QWidget *parent = nullptr); ///< borrows the controller

    void setTitle(const QString &title);

private:
    void refresh();

    ProxyController *m_proxy;
    QLabel *m_title;
    StatePill *m_pill;
    QLabel *m_inFlight;
    QPushButton *m_toggle;
};

} // namespace cpx
