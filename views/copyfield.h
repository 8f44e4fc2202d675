// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace cpx {

/// One line to take away: read-only text in a fixed font, and a button that copies it.
class CopyField : public QWidget
{
    Q_OBJECT

public:
    /// `name` says what the line is, for assistive technology.
    CopyField(const QString &objectName, const QString &name, QWidget *parent = nullptr);

    void setText(const QString &text);
    QString text() const;
    void copy();

signals:
    void copied(const QString &text);

private:
    QLineEdit *m_line;
    QToolButton *m_button;
};

} // namespace cpx
