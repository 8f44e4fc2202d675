// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/changes/structuraldiff.h"
#include "proxy/recording/recordedflow.h"

namespace cpx {

/// What was changed in a recorded exchange, and whether that is all of it. A plain value.
struct ChangeReport
{
    enum class Basis {
        Unchanged, ///< what was sent is what was received
        Compared, ///< received and sent bodies are there: `differences` are all there are
        NotSent, ///< answered or refused here, because of `changes`: nothing was sent
        NotCompared, ///< one of them is not there, or not whole: only `changes` are known
    };
    Basis basis = Basis::Unchanged;
    QList<BodyChange> changes{}; ///< as they were made
    QList<AttributedDifference> differences{}; ///< between the bodies, with who made them
    QList<qsizetype> others{}; ///< of the changes: those that no difference shows; in answers, or undone by later ones

    static ChangeReport of(const RecordedFlow &flow);

    qsizetype unattributed() const; ///< differences that nobody said they made
};

/// One sentence about the basis. Of NotSent it names the reason, where there is one.
QString basisText(const ChangeReport &report, const FlowRecord &record);

/// "command review (.codexplus/commands/review.md)": for people, on one line.
QString attributionText(const ChangeAttribution &attribution);

} // namespace cpx
