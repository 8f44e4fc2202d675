// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/centermodels.h"
#include "tests/models/sampleflows.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTabBar>

namespace cpx::test {

inline EngineConfig anyPort()
{
    EngineConfig config;
    config.port = 0;
    return config;
}

/// For init(): a warning is a failure, but for what the offscreen platform says about itself.
inline void failOnWarnings()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(
        "^(?!This plugin does not support|QObject::connect: No such signal QPlatformNativeInterface).*")));
}

/// A request of right now: the models of the views look at the real clock.
inline FlowRecord now(FlowRecord record)
{
    record.startedMs = QDateTime::currentMSecsSinceEpoch() - 4000;
    return record;
}

/// With CPX_SHOTS=dir, keeps a picture of the widget there.
inline void shot(QWidget &widget, const QString &name)
{
    const QString directory = qEnvironmentVariable("CPX_SHOTS");
    if (!directory.isEmpty())
        widget.grab().save(directory + u'/' + name + QStringLiteral(".png"));
}

template <typename Widget> Widget *child(QWidget &parent, const char *name)
{
    auto *widget = parent.findChild<Widget *>(QString::fromLatin1(name));
    if (!widget)
        qFatal("no %s", name);
    return widget;
}

/// Names of the controls that can have the focus and say nothing to a screen reader.
inline QStringList controlsWithoutAccessibleName(QWidget &parent)
{
    QStringList found;
    const auto widgets = parent.findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isEnabled() || !widget->isVisibleTo(&parent)
            || qobject_cast<const QMenu *>(widget) || qobject_cast<const QTabBar *>(widget)
            || widget->objectName().startsWith(QStringLiteral("qt_")))
            continue;
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const auto *label = qobject_cast<const QLabel *>(widget);
        const bool isNamed = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty())
            || (label && !label->text().isEmpty());
        // The clear button of a line edit, the viewport's scroll bars: Qt's own parts, named by their parent.
        const bool isPart = qobject_cast<const QLineEdit *>(widget->parentWidget());
        if (!isNamed && !isPart)
            found.append(QStringLiteral("%1 %2 in %3")
                             .arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName(),
                                  widget->parentWidget()->objectName()));
    }
    return found;
}

/// Texts of visible buttons and labels that have less room than they need.
inline QStringList cutTexts(QWidget &parent)
{
    QStringList found;
    const auto check = [&found](const QWidget *widget, const QString &text) {
        if (widget->isVisible() && !text.isEmpty() && widget->width() < widget->sizeHint().width())
            found.append(
                QStringLiteral("%1: %2 < %3").arg(text).arg(widget->width()).arg(widget->sizeHint().width()));
    };
    for (const auto *button : parent.findChildren<QAbstractButton *>())
        check(button, button->text());
    for (const auto *label : parent.findChildren<QLabel *>()) {
        if (!label->wordWrap() && !label->inherits("cpx::ElidedLabel"))
            check(label, label->text());
    }
    return found;
}

} // namespace cpx::test
