// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QHash>
#include <QStringList>
#include <QVariant>
#include <span>

namespace cpx {

/// One key of settings.json: "proxy.port" stands for {"proxy": {"port": …}}.
struct SettingDefinition
{
    enum class Type { Text, Integer, Boolean, Choice };

    const char *key;
    Type type;
    QVariant defaultValue;
    qint64 minimum = 0; ///< Integer only
    qint64 maximum = 0;
    QStringList choices{}; ///< Choice only
    const char *description = ""; ///< one English sentence, translatable in context "Settings"
};

/// The one table of all settings.
std::span<const SettingDefinition> settingDefinitions();

/// The values in force: defaults, then settings.json, then overrides of this run. A plain value.
class Settings
{
public:
    Settings(); ///< all defaults

    /// Reads the file over the defaults. A missing file is no error. Broken JSON, a value of the wrong type or out
    /// of range, a file that is no regular file or larger than 1 MiB: Invalid, the message names file, line, key
    /// and remedy. Unknown keys are kept aside in unknownKeys() and change nothing.
    static Result<Settings> fromFile(const QString &path);
    /// The same for text; `origin` is the name used in messages.
    static Result<Settings> fromJson(const QByteArray &json, const QString &origin);

    /// "key=value" as given to --set. Unknown keys and bad values are Invalid.
    Result<void> applyOverride(const QString &assignment);
    Result<void> set(const QString &key, const QVariant &value);

    QString text(const char *key) const;
    qint64 integer(const char *key) const;
    bool boolean(const char *key) const;

    QStringList unknownKeys() const { return m_unknownKeys; }

private:
    QHash<QByteArray, QVariant> m_values; ///< only what differs from the defaults
    QStringList m_unknownKeys;
};

} // namespace cpx
