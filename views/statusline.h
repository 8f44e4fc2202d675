// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;

namespace cpx {

class CenterModels;

/// The right part of the status bar: address, in flight, time to first byte. Each part can be clicked.
class StatusLine : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLine(CenterModels *models, QWidget *parent = nullptr); ///< borrows the models

    QString text() const; ///< "127.0.0.1:10000 · 2 in flight · p95 first byte 2.1 s (1 h)"

signals:
    void endpointClicked();
    void inFlightClicked();
    void percentileClicked();

private:
    void refresh();
    QToolButton *addPart(const QString &objectName, const QString &toolTip);

    CenterModels *m_models;
    QToolButton *m_endpoint;
    QToolButton *m_inFlight;
    QToolButton *m_percentile;
};

} // namespace cpx
