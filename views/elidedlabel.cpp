// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/elidedlabel.h"

#include <QHelpEvent>
#include <QPainter>
#include <QTextDocument>
#include <QTextLayout>
#include <QToolTip>

#include <algorithm>

namespace cpx {

ElidedLabel::ElidedLabel(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
}

ElidedLabel::ElidedLabel(const QString &text, QWidget *parent)
    : ElidedLabel(parent)
{
    setText(text);
}

void ElidedLabel::setLineCount(int lines)
{
    m_lineCount = lines;
    if (lines > 1)
        setAlignment(Qt::AlignLeft | Qt::AlignTop);
    updateGeometry();
}

QSize ElidedLabel::sizeHint() const
{
    const QSize hint = QLabel::sizeHint();
    return {hint.width(), std::max(hint.height(), minimumSizeHint().height())};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 8, fontMetrics().lineSpacing() * m_lineCount};
}

QStringList ElidedLabel::lines() const
{
    if (m_lineCount == 1)
        return {text()};
    QStringList lines;
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    QTextLayout layout(text(), font());
    layout.setTextOption(option);
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(contentsRect().width());
        if (lines.size() == m_lineCount - 1) {
            lines.append(text().mid(line.textStart()));
            break;
        }
        lines.append(text().mid(line.textStart(), line.textLength()).trimmed());
    }
    layout.endLayout();
    return lines;
}

bool ElidedLabel::isCut() const
{
    const QStringList fitting = lines();
    return !fitting.isEmpty()
        && fontMetrics().horizontalAdvance(fitting.constLast()) > contentsRect().width();
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    const QRect area = contentsRect();
    QStringList fitting = lines();
    if (!fitting.isEmpty())
        fitting.last() = fontMetrics().elidedText(fitting.constLast(), Qt::ElideRight, area.width());
    painter.drawText(area, static_cast<int>(alignment()), fitting.join(u'\n'));
}

bool ElidedLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && isCut()) {
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), Qt::convertFromPlainText(text()),
                           this);
        return true;
    }
    return QLabel::event(event);
}

} // namespace cpx
