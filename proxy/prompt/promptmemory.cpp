// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/promptmemory.h"

namespace cpx {

void PromptMemory::remember(const QByteArray &itemId, PromptTreatment treatment)
{
    const qsizetype cost = treatment.cost() + itemId.size();
    m_treatments.insert(itemId, new PromptTreatment(std::move(treatment)), cost);
}

} // namespace cpx
