// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QJsonObject>

namespace cpx {

/// How the user left the window: a small JSON file of its own, apart from the settings. Nothing in it is
/// needed to run: whatever is missing or broken has a default. Keys of other versions are kept.
class WindowState
{
public:
    explicit WindowState(QString path);

    /// A missing file is no error. A broken one is set aside as <path>.corrupt-<time>, and defaults are used;
    /// the error says where it went.
    Result<void> load();
    /// Replaces the file, readable for its owner only. Writes nothing when nothing changed.
    Result<void> save();

    QJsonValue value(const QString &key) const { return m_root.value(key); }
    void setValue(const QString &key, const QJsonValue &value);

    /// Binary states of Qt's widgets, kept as base64.
    QByteArray bytes(const QString &key) const;
    void setBytes(const QString &key, const QByteArray &bytes);

    QString path() const { return m_path; }

private:
    QString m_path;
    QJsonObject m_root;
    bool m_isChanged = false;
};

} // namespace cpx
