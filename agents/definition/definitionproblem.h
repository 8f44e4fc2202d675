// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cpx {

/// Something in a definition file its author should know of; what can be used of the file is used. A plain value.
struct DefinitionProblem
{
    QString file{}; ///< its path
    int line = 0; ///< from 1; 0: the file as a whole
    QString text{}; ///< what is wrong, translated, like the texts of Error
    QString remedy{};

    friend bool operator==(const DefinitionProblem &, const DefinitionProblem &) = default;
};

/// In one line, for people: "/x/y.md, line 3: text; remedy".
QString problemText(const DefinitionProblem &problem);

} // namespace cpx
