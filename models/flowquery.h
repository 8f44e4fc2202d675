// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "models/flowfacts.h"
#include "proxy/flowrecord.h"
#include "proxy/responses/responsesummary.h"

#include <QRegularExpression>
#include <QStringList>

#include <optional>

namespace cpx {

/// A filter line, read: words that must all occur, and conditions. Conditions with the same key are
/// alternatives, different keys must all hold. Keys and their values are not translated.
class FlowQuery
{
public:
    FlowQuery() = default;

    /// status:5xx status:400 model:gpt* kind:turn state:failed outcome:cut changed:yes session:ab12 tool:exec since:1h
    /// slow:>2s and free words; "quoted
    /// text" is always free text. `now` is where since: counts from. Invalid names the token that is not
    /// understood.
    static Result<FlowQuery> parse(const QString &text, qint64 now);

    bool isEmpty() const;
    /// `searchText` is where the words are looked for.
    bool matches(const FlowRecord &record, const FlowFacts &facts, const QString &searchText,
                 qint64 now) const;
    const QStringList &words() const { return m_words; }

    /// The keys, for help texts: "status", "model", ….
    static QStringList keys();

private:
    struct StatusRange
    {
        int first = 0;
        int last = 0;
    };
    enum class State { Running, Done, Failed, Cancelled };

    Result<void> addToken(const QString &key, const QString &value, qint64 now);
    Result<void> addStatus(const QString &value);
    Result<void> addKind(const QString &value);
    Result<void> addState(const QString &value);
    Result<void> addOutcome(const QString &value);
    Result<void> addChanged(const QString &value);
    bool matchesAnswer(const FlowRecord &record) const;
    static State stateOf(const FlowRecord &record);

    QStringList m_words;
    QList<StatusRange> m_statuses;
    QList<QRegularExpression> m_models;
    QList<RequestKind> m_kinds;
    QList<State> m_states;
    QList<ModelOutcome::Kind> m_outcomes;
    QStringList m_sessions;
    QStringList m_tools;
    std::optional<bool> m_isChanged;
    std::optional<qint64> m_sinceMs;
    std::optional<qint64> m_slowerThanUs;
};

} // namespace cpx
