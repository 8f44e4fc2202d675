// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/settingsfile/settingsproblem.h"
#include "agents/settingsfile/settingsscope.h"

#include <QList>
#include <QString>

namespace cpx {

/// Gathers what is found while a file is read; the places are filled in at the end.
class SettingsProblems
{
public:
    SettingsProblems(const QString &file, SettingsScope scope)
        : m_file(file)
        , m_scope(scope)
    {
    }

    void remark(const QString &keyPath, const QString &message) { add(SettingsProblem::Severity::Remark, keyPath, message); }
    /// An entry of the wrong kind: rejects a file of Claude's, is left out of one of ours.
    void wrong(const QString &keyPath, const QString &message)
    {
        add(isCodexPlusFile(m_scope) ? SettingsProblem::Severity::LeftOut : SettingsProblem::Severity::Rejects, keyPath, message);
    }

    SettingsScope scope() const { return m_scope; }
    const QString &file() const { return m_file; }
    const QList<SettingsProblem> &all() const { return m_all; }
    bool isRejected() const { return m_isRejected; }

private:
    static constexpr qsizetype most = 100; ///< of a file that is wrong all over

    void add(SettingsProblem::Severity severity, const QString &keyPath, const QString &message)
    {
        m_isRejected |= severity == SettingsProblem::Severity::Rejects;
        if (m_all.size() < most)
            m_all.append({severity, m_file, 0, 0, keyPath, message});
    }

    QString m_file;
    SettingsScope m_scope;
    QList<SettingsProblem> m_all;
    bool m_isRejected = false;
};

} // namespace cpx
