// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/changes/bodychange.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QCache>

namespace cpx {

/// What was done to one of the user's prompts, in the bytes it was done with. Codex sends the whole history with every
/// request, as it was typed, so it has to be done again each time: else the model would see another history than before,
/// and its prompt cache would be of no use. A plain value.
struct PromptTreatment
{
    bool isRefused = false; ///< the item is taken out
    QByteArray text{}; ///< the JSON string that stands for the prompt's text; empty: as it was typed
    QByteArrayList itemsBehind{}; ///< JSON of the items put behind it
    QList<ChangeAttribution> attributions{}; ///< of the text, if there is one, then of each item behind

    qsizetype size() const; ///< bytes, about
    bool isNothing() const { return !isRefused && text.isEmpty() && itemsBehind.isEmpty(); }
};

/// The treatments of this engine's run by item id, which Codex keeps the same over retries and later turns. A prompt that is
/// known is not treated again. Bounded: the ones not asked for longest go. Engine thread.
class PromptMemory
{
public:
    static constexpr qsizetype maximumBytes = 64 * 1024 * 1024;

    /// Null: not known. Valid until the next remember().
    const PromptTreatment *find(QByteArrayView itemId) const;
    void remember(const QByteArray &itemId, PromptTreatment treatment);

private:
    mutable QCache<QByteArray, PromptTreatment> m_treatments{maximumBytes};
};

} // namespace cpx
