// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/theme.h"

#include "views/centerstyle.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QFontInfo>

using namespace Qt::StringLiterals;

namespace cpx {

Theme::Theme(QObject *parent)
    : QObject(parent)
{
    QApplication::setStyle(new CenterStyle);
    qApp->installEventFilter(this);
    apply();
}

void Theme::setChoice(Choice choice)
{
    m_choice = choice;
    apply();
}

void Theme::apply()
{
    m_isApplying = true;
    bool dark = m_choice == Choice::Dark;
    if (m_choice == Choice::System) {
        // Qt 6.4 has no QStyleHints::colorScheme(). Without a palette of ours, Qt shows the one of the
        // system.
        QApplication::setPalette(QPalette());
        dark = isDark(QGuiApplication::palette());
    }
    QApplication::setPalette(palette(dark));
    m_isApplying = false;
}

bool Theme::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ThemeChange && m_choice == Choice::System && !m_isApplying)
        apply();
    return QObject::eventFilter(watched, event);
}

bool Theme::isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

QPalette Theme::palette(bool dark)
{
    const auto color = [dark](const char *light, const char *night) {
        return QColor(QLatin1StringView(dark ? night : light));
    };
    QPalette result;
    result.setColor(QPalette::Window, color("#f4f5f8", "#15181e"));
    result.setColor(QPalette::WindowText, color("#1b2230", "#e4e7ec"));
    result.setColor(QPalette::Base, color("#ffffff", "#1d2129"));
    result.setColor(QPalette::AlternateBase, color("#f8f9fb", "#21262f"));
    result.setColor(QPalette::Text, color("#1b2230", "#e4e7ec"));
    result.setColor(QPalette::PlaceholderText, color("#677083", "#8d96a8"));
    result.setColor(QPalette::Button, color("#ffffff", "#272c36"));
    result.setColor(QPalette::ButtonText, color("#1b2230", "#e4e7ec"));
    result.setColor(QPalette::BrightText, QColor(Qt::white));
    result.setColor(QPalette::ToolTipBase, color("#232a38", "#e4e7ec"));
    result.setColor(QPalette::ToolTipText, color("#ffffff", "#15181e"));
    result.setColor(QPalette::Highlight, color("#2f66d8", "#3a6fdc"));
    result.setColor(QPalette::HighlightedText, QColor(Qt::white));
    result.setColor(QPalette::Link, color("#2459c4", "#7aa7ff"));
    result.setColor(QPalette::LinkVisited, color("#5b4bb8", "#a99bff"));
    result.setColor(QPalette::Light, color("#ffffff", "#343b48"));
    result.setColor(QPalette::Midlight, color("#eceff4", "#2b313c"));
    result.setColor(QPalette::Mid, color("#d3d8e2", "#3a4250"));
    result.setColor(QPalette::Dark, color("#a9b1bf", "#0e1014"));
    result.setColor(QPalette::Shadow, color("#7b8496", "#08090c"));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        result.setColor(QPalette::Disabled, role, color("#8b93a3", "#6d7687"));
    result.setColor(QPalette::Disabled, QPalette::Highlight, color("#c3cad7", "#3a4250"));
    return result;
}

QColor Theme::color(Tone tone, const QPalette &palette)
{
    const bool dark = isDark(palette);
    switch (tone) {
    case Tone::Good: return QColor(dark ? u"#4cc38a"_s : u"#18794e"_s);
    case Tone::Busy: return QColor(dark ? u"#7aa7ff"_s : u"#2459c4"_s);
    case Tone::Warning: return QColor(dark ? u"#f0b429"_s : u"#8f5a00"_s);
    case Tone::Bad: return QColor(dark ? u"#ff7b72"_s : u"#c62a2f"_s);
    case Tone::Quiet: return quietText(palette);
    }
    Q_UNREACHABLE();
}

QColor Theme::border(const QPalette &palette)
{
    return isDark(palette) ? QColor(u"#2e3541"_s) : QColor(u"#dfe3ea"_s);
}

QColor Theme::quietText(const QPalette &palette)
{
    return palette.color(QPalette::PlaceholderText);
}

QFont Theme::font(const QFont &base, double factor, QFont::Weight weight)
{
    QFont result = base;
    if (base.pointSizeF() > 0)
        result.setPointSizeF(base.pointSizeF() * factor);
    else
        result.setPixelSize(qRound(base.pixelSize() * factor));
    result.setWeight(weight);
    return result;
}

QFont Theme::fixedFont(const QFont &base)
{
    QFont result = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (!QFontInfo(result).fixedPitch())
        result = QFont(u"monospace"_s);
    result.setPointSizeF(QFontInfo(base).pointSizeF());
    return result;
}

} // namespace cpx
