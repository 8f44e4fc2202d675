// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QStringList>

namespace cpx {

/// Plain text on one line, or a few, that gives way when there is no room: cut with "…", whole in the
/// tooltip.
class ElidedLabel : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr);
    explicit ElidedLabel(const QString &text, QWidget *parent = nullptr);

    /// Always as high as that many lines, so that nothing moves when the text wraps.
    void setLineCount(int lines);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QStringList lines() const; ///< as they fit, the last one whole
    bool isCut() const;

    int m_lineCount = 1;
};

} // namespace cpx
