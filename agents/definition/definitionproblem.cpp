// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/definition/definitionproblem.h"

#include "core/translate.h"

namespace cpx {

QString problemText(const DefinitionProblem &problem)
{
    const QString place = problem.line > 0
        ? translate("cpx", "%1, line %2").arg(problem.file, QString::number(problem.line))
        : problem.file;
    return translate("cpx", "%1: %2; %3").arg(place, problem.text, problem.remedy);
}

} // namespace cpx
