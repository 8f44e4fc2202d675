// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/prompt/prompttreatment.h"

#include <QCache>

namespace cpx {

/// How the user's messages were treated, by the id of their item, which Codex keeps the same over retries and later turns:
/// what is known here has been seen, and is not asked about again. For as long as the engine runs, and bounded: the ones not
/// asked for longest go. Engine thread.
class PromptMemory
{
public:
    static constexpr qsizetype maximumCost = 64 * 1024 * 1024; ///< bytes

    /// Null: never seen. Good until the next remember().
    const PromptTreatment *find(const QByteArray &itemId) const { return m_treatments.object(itemId); }
    void remember(const QByteArray &itemId, PromptTreatment treatment);
    bool isEmpty() const { return m_treatments.isEmpty(); }

private:
    QCache<QByteArray, PromptTreatment> m_treatments{maximumCost};
};

} // namespace cpx
