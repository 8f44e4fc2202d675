// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/pipeline.h"

namespace cpx {

/// One request on its way. Shared by every copy of every `next`, so that a second answer is known as one whichever
/// copy it comes through.
struct Pipeline::Run
{
    StageRequest &request;
    QPointer<QObject> guard;
    Stage::Next done;
    size_t stage = 0; ///< whose answer is awaited
};

void Pipeline::run(StageRequest &request, QObject *guard, Stage::Next done) const
{
    ask(std::make_shared<Run>(Run{request, guard, std::move(done)}));
}

void Pipeline::ask(const std::shared_ptr<Run> &run) const
{
    if (run->stage == m_stages.size()) {
        run->done(Continue{});
        return;
    }
    m_stages[run->stage]->handle(run->request, [this, run, asked = run->stage](StageOutcome outcome) {
        if (!run->guard || run->stage != asked)
            return; // the client left, or a stage answered twice
        if (std::holds_alternative<Continue>(outcome)) {
            ++run->stage;
            ask(run);
        } else {
            run->stage = m_stages.size() + 1; // no answer is awaited any more
            run->done(std::move(outcome));
        }
    });
}

} // namespace cpx
