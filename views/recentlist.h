// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/overviewmodel.h"

#include <QTreeWidget>

namespace cpx {

/// The newest requests, one line each; a line opens its request.
class RecentList : public QTreeWidget
{
    Q_OBJECT

public:
    explicit RecentList(QWidget *parent = nullptr);

    void setRecent(const QList<OverviewModel::Recent> &recent);

signals:
    void flowRequested(quint64 sequence);

private:
    QList<OverviewModel::Recent> m_recent;
};

} // namespace cpx
