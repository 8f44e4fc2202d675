// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/restingsetups.h"

namespace cpx {

const SetupAtRest *RestingSetups::find(const QString &workingDirectory)
{
    const auto found = m_atRest.constFind(workingDirectory);
    if (found == m_atRest.constEnd())
        return nullptr;
    if (found->holds())
        return &*found;
    m_atRest.erase(found);
    return nullptr;
}

void RestingSetups::note(const QString &workingDirectory, const std::optional<SetupAtRest> &atRest)
{
    m_atRest.remove(workingDirectory);
    if (!atRest || !atRest->holds())
        return;
    if (m_atRest.size() >= maximumDirectories)
        m_atRest.clear();
    m_atRest.insert(workingDirectory, *atRest);
}

} // namespace cpx
