// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QHBoxLayout;
class QVBoxLayout;

namespace cpx {

/// A titled area with a subtle border, on the base colour.
class Card : public QFrame
{
    Q_OBJECT

public:
    explicit Card(const QString &title, QWidget *parent = nullptr);

    QVBoxLayout *body() const { return m_body; }
    /// To the right of the title.
    QHBoxLayout *corner() const { return m_corner; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QHBoxLayout *m_corner;
    QVBoxLayout *m_body;
};

} // namespace cpx
