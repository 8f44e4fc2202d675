// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/theme.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace cpx {

/// A strip with an icon, a sentence, and what can be done about it.
class Notice : public QFrame
{
    Q_OBJECT

public:
    Notice(Theme::Tone tone, const QString &iconName, QWidget *parent = nullptr);

    void setText(const QString &text);
    QString text() const;
    /// A button at the end; its clicked() is the caller's to connect.
    QPushButton *addButton(const QString &text, const QString &objectName);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void tint();

    Theme::Tone m_tone;
    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_text;
    QHBoxLayout *m_layout;
};

} // namespace cpx
