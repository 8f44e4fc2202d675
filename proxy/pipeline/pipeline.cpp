// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/pipeline.h"

namespace cpx {

void Pipeline::run(http::RequestHead &head, QObject *guard, Stage::Next done) const
{
    runFrom(0, head, guard, std::move(done));
}

void Pipeline::runFrom(size_t index, http::RequestHead &head, const QPointer<QObject> &guard, Stage::Next done) const
{
    if (index == m_stages.size()) {
        done(Continue{});
        return;
    }
    m_stages[index]->handle(head, [this, index, &head, guard, done = std::move(done),
                                   called = false](StageOutcome outcome) mutable {
        if (!guard || std::exchange(called, true))
            return; // the client left, or a stage answered twice
        if (std::holds_alternative<Continue>(outcome))
            runFrom(index + 1, head, guard, std::move(done));
        else
            done(std::move(outcome));
    });
}

} // namespace cpx
