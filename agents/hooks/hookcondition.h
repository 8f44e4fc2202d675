// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace cpx {

/// The `if` of a hook: one permission rule that the tool call must fit. Understood are Tool, Tool(*), the names of MCP
/// servers and their tools with "*" at the end, and Bash(…) with an exact command, a prefix ("npm run:*", "npm run *") or
/// "*" anywhere; each part of a command line is compared. What is not understood, paths above all, and command lines that
/// cannot be taken apart for sure, let the hook run: it would rather look once too often. A plain value.
class HookCondition
{
public:
    explicit HookCondition(const QString &rule);

    bool holds(const QString &toolName, const QJsonObject &toolInput) const;
    /// For the author: what is not judged; empty: nothing.
    const QString &problem() const { return m_problem; }

private:
    enum class Specifier { None, Command, NotJudged };

    bool namesTool(const QString &toolName) const;

    QString m_tool; ///< empty: every tool
    Specifier m_kind = Specifier::None;
    QString m_specifier;
    QString m_problem;
};

} // namespace cpx
