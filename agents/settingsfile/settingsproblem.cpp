// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/settingsfile/settingsproblem.h"

#include "core/translate.h"

using namespace Qt::StringLiterals;

namespace cpx {

QString settingsProblemText(const SettingsProblem &problem)
{
    QString text = problem.line > 0 ? translate("cpx", "%1, line %2, column %3: ")
                                          .arg(problem.file, QString::number(problem.line), QString::number(problem.column))
                                    : problem.file + u": "_s;
    if (!problem.keyPath.isEmpty())
        text += problem.keyPath + u": "_s;
    return text + problem.message;
}

} // namespace cpx
