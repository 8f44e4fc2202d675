// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/proxystatelook.h"

#include <QLabel>

namespace cpx {

/// A short word with a shape in front of it, in a rounded frame of its tone.
class StatePill : public QLabel
{
    Q_OBJECT

public:
    explicit StatePill(QWidget *parent = nullptr);

    void setLook(const ProxyStateLook &look);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ProxyStateLook m_look;
};

} // namespace cpx
