// SPDX-License-Identifier: GPL-3.0-or-later
#include "codexprogram.h"

#include <QFileInfo>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace cpx::e2e {

QString codexProgram()
{
    QString path = qEnvironmentVariable("CPX_CODEX");
    if (path.isEmpty())
        path = QStringLiteral(CPX_E2E_DIR "/node_modules/.bin/codex");
    return QFileInfo(path).isExecutable() ? path : QString();
}

int skipSuite(const QString &program, const QString &remedy)
{
    const bool isRequired = !qEnvironmentVariableIsEmpty("CI");
    // The beginning of the line is what CTest looks for (cpx_test in cmake/CpxTargets.cmake).
    std::printf("%s: %s not found (%s)\n", isRequired ? "FAILED SUITE" : "SKIPPED SUITE", qPrintable(program),
                qPrintable(remedy));
    return isRequired ? 1 : 0;
}

} // namespace cpx::e2e
