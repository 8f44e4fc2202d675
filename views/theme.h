// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>

namespace cpx {

/// The look of the whole application: Fusion with our own light and dark palette.
class Theme : public QObject
{
    Q_OBJECT

public:
    enum class Choice { System, Light, Dark };
    /// What a colour has to say. Never the only carrier of a message: a shape or a word goes with it.
    enum class Tone { Good, Busy, Warning, Bad, Quiet };

    explicit Theme(QObject *parent = nullptr); ///< applies the choice System

    Choice choice() const { return m_choice; }
    void setChoice(Choice choice);

    static bool isDark(const QPalette &palette);
    static QPalette palette(bool dark);
    static QColor color(Tone tone, const QPalette &palette);
    /// Border of cards and separators.
    static QColor border(const QPalette &palette);
    /// Text of lesser weight, still of sufficient contrast.
    static QColor quietText(const QPalette &palette);
    /// The font, larger or smaller and with another weight.
    static QFont font(const QFont &base, double factor, QFont::Weight weight = QFont::Normal);
    static QFont fixedFont(const QFont &base);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void apply();

    Choice m_choice = Choice::System;
    bool m_isApplying = false;
};

} // namespace cpx
