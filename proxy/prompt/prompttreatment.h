// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/automation/promptinput.h"
#include "proxy/prompt/requestlayout.h"

#include <QByteArrayList>
#include <optional>

namespace cpx {

/// What was done to one of the user's messages, or to what a tool answered, in the bytes it was done with. Codex sends the whole conversation with every
/// request, as it was typed, so it is done again each time: else the model would see another history than before, and its
/// prompt cache would be of no use. A plain value.
struct PromptTreatment
{
    /// Bytes that went into a request, and who wanted that.
    struct Piece
    {
        QByteArray json{};
        ChangeAttribution attribution{};

        friend bool operator==(const Piece &, const Piece &) = default;
    };

    std::optional<PreparedPrompt::Text> refusal{}; ///< the message is taken out, and asking again is refused again
    std::optional<PreparedPrompt::Text> answer{}; ///< likewise, with an answer of our own
    std::optional<ChangeAttribution> replaced{}; ///< the message is taken out, as another one says it by now
    QList<std::optional<Piece>> texts{}; ///< of the message's texts in their order, those that were replaced; or the output
    QList<Piece> itemsBeside{}; ///< put behind the message; in Chat Completions, where the user has the last word, in front

    bool isTakenOut() const { return refusal || answer; }
    bool isNothing() const; ///< it stays as it came
    qsizetype cost() const; ///< bytes, about

    /// For the messages that the prompts of `prepared` belong to: `messageOf` has the number of its message, from 0 and
    /// rising, for each prompt. What is known besides goes beside the last one.
    static QList<PromptTreatment> of(const PreparedPrompt &prepared, const QList<qsizetype> &messageOf, RequestLayout::Shape shape);

    friend bool operator==(const PromptTreatment &, const PromptTreatment &) = default;
};

} // namespace cpx
