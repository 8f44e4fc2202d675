// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/settingsfile/settingsdocument.h"
#include "agents/trust/truststore.h"
#include "core/filestamp.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QMap>
#include <QString>

namespace cpx {

/// A settings file that is there, and whether it takes effect. A plain value.
struct SettingsSource
{
    enum class Trust {
        User, ///< the user's own file, needs none
        Trusted,
        New, ///< was never trusted
        Changed, ///< it, or a file its commands name, is not what was trusted
    };

    SettingsDocument document{};
    Trust trust = Trust::User;
    QList<TrustSubject> subjects{}; ///< the file and those its commands name; empty for the user's own
    QString trustProblem{}; ///< why it cannot be trusted, should that be so

    /// Hooks, status line and variables of it count.
    bool isInForce() const { return document.isUsable() && (trust == Trust::User || trust == Trust::Trusted); }
    /// It would run something.
    bool hasCommands() const { return !document.hooks.isEmpty() || !document.statusLine.isEmpty(); }
};

/// All that settings files say for a working directory. A plain value.
struct SettingsInForce
{
    QString projectRoot{}; ///< empty when the directory does not exist
    QList<SettingsSource> sources{}; ///< strongest first, also those not in force
    bool areHooksDisabled = false; ///< disableAllHooks: no hooks, no status line
    QString notice{}; ///< for the user, once: what is ignored for want of trust; empty: nothing
    QByteArray noticeKey{}; ///< the same as long as the notice is about the same

    /// Of the sources in force, in their order; none when disabled.
    QList<HookDefinition> hooks() const;
    /// Of the first source in force that has one; null when there is none or all is disabled.
    const SettingsSource *statusLineSource() const;
    /// `env` of the user's own files.
    QMap<QString, QString> userVariables() const;
};

/// Finds the settings files that count in a directory and asks the TrustStore about those of the project. Reads files
/// again only after they have changed. One thread; reads small files synchronously, runs nothing.
class HookCatalog
{
public:
    /// `store` is borrowed and must outlive the catalog.
    HookCatalog(const QString &homeDirectory, const TrustStore *store);

    SettingsInForce forDirectory(const QString &workingDirectory);
    const QString &homeDirectory() const { return m_home; }

private:
    struct CachedDocument
    {
        FileStamp stamp;
        SettingsDocument document;
    };
    struct CachedSubject
    {
        FileStamp stamp;
        TrustSubject subject;
    };

    std::optional<SettingsDocument> document(const QString &path, SettingsScope scope, const QString &root);
    Result<TrustSubject> subject(const QString &path);
    void judge(SettingsSource &source, const QString &root, const QString &workingDirectory);
    Result<QList<TrustSubject>> subjectsOf(const SettingsDocument &document, const QString &root, const QString &workingDirectory);

    QString m_home; ///< canonical, if it exists
    const TrustStore *m_store;
    QHash<QString, CachedDocument> m_documents;
    QHash<QString, CachedSubject> m_subjects;
};

} // namespace cpx
