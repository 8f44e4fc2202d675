// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/theme.h"

#include <QWidget>

class QLabel;

namespace cpx {

/// One number, large, with its name below.
class NumberTile : public QWidget
{
    Q_OBJECT

public:
    NumberTile(const QString &objectName, const QString &name, QWidget *parent = nullptr);

    void setValue(const QString &value,
                  Theme::Tone tone = Theme::Tone::Quiet); ///< Quiet: the plain text colour

private:
    QLabel *m_value;
    QLabel *m_name;
};

} // namespace cpx
