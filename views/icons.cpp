// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/icons.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace cpx::icons {

namespace {

QString path(const QString &name)
{
    return u":/icons/%1.svg"_s.arg(name);
}

QByteArray drawing(const QString &name)
{
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void paintDrawing(QPainter &painter, const QByteArray &svg, const QRectF &area, const QColor &color)
{
    QSvgRenderer renderer(QByteArray(svg).replace("currentColor", color.name().toLatin1()));
    renderer.render(&painter, area);
}

/// Asks for its colour each time, so icons follow a change of the palette without being set again.
class TintedIconEngine : public QIconEngine
{
public:
    explicit TintedIconEngine(QString name)
        : m_name(std::move(name))
    { }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        paintDrawing(*painter, drawing(m_name), rect, color(mode));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        // The size is in device pixels here; QIcon sets the ratio afterwards.
        return icons::pixmap(m_name, qMin(size.width(), size.height()), color(mode), 1.0);
    }

    QIconEngine *clone() const override { return new TintedIconEngine(m_name); }

private:
    static QColor color(QIcon::Mode mode)
    {
        const QPalette palette = QApplication::palette();
        switch (mode) {
        case QIcon::Disabled: return palette.color(QPalette::Disabled, QPalette::ButtonText);
        case QIcon::Selected: return palette.color(QPalette::HighlightedText);
        case QIcon::Normal:
        case QIcon::Active: break;
        }
        return palette.color(QPalette::ButtonText);
    }

    QString m_name;
};

} // namespace

QIcon named(const QString &name)
{
    return QIcon(new TintedIconEngine(name));
}

QPixmap pixmap(const QString &name, int size, const QColor &color, qreal devicePixelRatio, const QColor &halo)
{
    const QString key = u"cpx/%1/%2/%3/%4/%5"_s.arg(name)
                            .arg(size)
                            .arg(color.rgba())
                            .arg(devicePixelRatio)
                            .arg(halo.isValid() ? halo.rgba() : 0U);
    QPixmap result;
    if (QPixmapCache::find(key, &result))
        return result;
    const int pixels = qRound(size * devicePixelRatio);
    result = QPixmap(pixels, pixels);
    result.fill(Qt::transparent);
    const QByteArray svg = drawing(name);
    QPainter painter(&result);
    painter.setRenderHint(QPainter::Antialiasing);
    if (halo.isValid()) {
        painter.setOpacity(0.35);
        const double seam = pixels / 22.0;
        for (const QPointF offset :
             {QPointF(-seam, 0), QPointF(seam, 0), QPointF(0, -seam), QPointF(0, seam)})
            paintDrawing(painter, svg, QRectF(offset, QSizeF(pixels, pixels)), halo);
        painter.setOpacity(1);
    }
    paintDrawing(painter, svg, QRectF(0, 0, pixels, pixels), color);
    painter.end();
    result.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, result);
    return result;
}

QIcon application()
{
    QIcon icon;
    for (const int size : {16, 22, 32, 48, 64, 128, 256})
        icon.addPixmap(pixmap(u"codex-plus"_s, size, Qt::black, 1.0));
    return icon;
}

} // namespace cpx::icons
