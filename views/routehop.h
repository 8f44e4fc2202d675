// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/theme.h"

#include <QFrame>

namespace cpx {

class ElidedLabel;

/// One box of the route: name, how it stands, address.
class RouteHop : public QFrame
{
    Q_OBJECT

public:
    RouteHop(const QString &name, const QString &objectName, QWidget *parent = nullptr);

    void setAddress(const QString &address);
    /// `glyph` is a shape that goes with the tone.
    void setState(Theme::Tone tone, const QString &glyph, const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void tint();

    Theme::Tone m_tone = Theme::Tone::Quiet;
    QString m_name;
    ElidedLabel *m_address;
    ElidedLabel *m_state;
};

} // namespace cpx
