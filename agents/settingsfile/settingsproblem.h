// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace cpx {

/// Something about a settings file that its author should know. A plain value.
struct SettingsProblem
{
    enum class Severity {
        Remark, ///< it works, but perhaps not as meant
        LeftOut, ///< this entry is ignored, the rest of the file is not
        Rejects, ///< nothing of the file is used, by Claude Code or by us
    };

    Severity severity = Severity::Remark;
    QString file{};
    int line = 0; ///< from 1; 0: the file as a whole
    int column = 0;
    QString keyPath{}; ///< such as hooks.Stop[0].hooks[1].timeout; empty: the file as a whole
    QString message{}; ///< what is wrong, then after a semicolon what to do

    friend bool operator==(const SettingsProblem &, const SettingsProblem &) = default;
};

/// "FILE, line 3, column 5: hooks.Stop[0]: message".
QString settingsProblemText(const SettingsProblem &problem);

} // namespace cpx
