// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/flowquery.h"

#include "proxy/changes/bodychange.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

Error invalid(const QString &message)
{
    return Error{Error::Code::Invalid, message};
}

/// "500ms", "2s", "1.5m", "1h", "7d" in milliseconds.
std::optional<qint64> milliseconds(const QString &text)
{
    static const QRegularExpression form(u"^(\\d{1,7}(?:\\.\\d{1,3})?)(ms|s|m|min|h|d)$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QString unit = match.captured(2).toLower();
    double factor = 1;
    if (unit == "s"_L1)
        factor = 1000;
    else if (unit == "m"_L1 || unit == "min"_L1)
        factor = 60'000;
    else if (unit == "h"_L1)
        factor = 3'600'000;
    else if (unit == "d"_L1)
        factor = 86'400'000;
    return static_cast<qint64>(match.captured(1).toDouble() * factor);
}

/// "gpt*" is the whole name with a wildcard (also over "/"), "gpt" any part of it.
QRegularExpression modelPattern(const QString &value)
{
    QString pattern = QRegularExpression::escape(value);
    if (value.contains(u'*') || value.contains(u'?'))
        pattern = u"\\A"_s + pattern.replace(u"\\*"_s, u".*"_s).replace(u"\\?"_s, u"."_s) + u"\\z"_s;
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption);
}

struct Word
{
    QString text;
    bool isQuoted = false;
};

/// Splits at spaces; "a b" stays together. A quote that is not closed goes to the end: people are still
/// typing.
QList<Word> split(const QString &text)
{
    QList<Word> words;
    Word word;
    bool inQuotes = false;
    for (const QChar c : text) {
        if (c == u'"') {
            inQuotes = !inQuotes;
            word.isQuoted = word.isQuoted || word.text.isEmpty();
        } else if (c.isSpace() && !inQuotes) {
            if (!word.text.isEmpty())
                words.append(word);
            word = {};
        } else {
            word.text += c;
        }
    }
    if (!word.text.isEmpty())
        words.append(word);
    return words;
}

} // namespace

QStringList FlowQuery::keys()
{
    return {u"status"_s, u"model"_s, u"kind"_s, u"state"_s, u"outcome"_s, u"changed"_s, u"session"_s,
            u"tool"_s, u"since"_s, u"slow"_s};
}

Result<FlowQuery> FlowQuery::parse(const QString &text, qint64 now)
{
    static const QRegularExpression token(u"^([A-Za-z]+):(.*)$"_s);
    FlowQuery query;
    const QList<Word> words = split(text);
    for (const Word &word : words) {
        const QRegularExpressionMatch match = token.match(word.text);
        // "http://…" is something people paste, not a token.
        if (word.isQuoted || !match.hasMatch() || match.captured(2).startsWith("//"_L1)) {
            query.m_words.append(word.text);
            continue;
        }
        if (auto added = query.addToken(match.captured(1).toLower(), match.captured(2), now); !added)
            return added.error();
    }
    return query;
}

bool FlowQuery::isEmpty() const
{
    return m_words.isEmpty() && m_statuses.isEmpty() && m_models.isEmpty() && m_kinds.isEmpty()
        && m_states.isEmpty() && m_outcomes.isEmpty() && m_sessions.isEmpty() && m_tools.isEmpty() && !m_isChanged && !m_sinceMs && !m_slowerThanUs;
}

Result<void> FlowQuery::addToken(const QString &key, const QString &value, qint64 now)
{
    if (!keys().contains(key))
        return invalid(QCoreApplication::translate(
                           "cpx", "Unknown filter “%1:”. Known are %2; put other text in quotes.")
                           .arg(key, keys().join(u", "_s)));
    if (value.isEmpty())
        return invalid(QCoreApplication::translate("cpx", "“%1:” needs a value.").arg(key));
    if (key == "status"_L1)
        return addStatus(value);
    if (key == "kind"_L1)
        return addKind(value);
    if (key == "state"_L1)
        return addState(value);
    if (key == "outcome"_L1)
        return addOutcome(value);
    if (key == "changed"_L1)
        return addChanged(value);
    if (key == "model"_L1) {
        m_models.append(modelPattern(value));
        return {};
    }
    if (key == "session"_L1) {
        m_sessions.append(value);
        return {};
    }
    if (key == "tool"_L1) {
        m_tools.append(value);
        return {};
    }
    if (key == "since"_L1) {
        const auto span = milliseconds(value);
        if (!span)
            return invalid(
                QCoreApplication::translate("cpx", "“since:%1”: write a time such as 30m, 1h or 2d.")
                    .arg(value));
        m_sinceMs = now - *span;
        return {};
    }
    const auto span = milliseconds(value.startsWith(u'>') ? value.sliced(1) : value);
    if (!span)
        return invalid(
            QCoreApplication::translate("cpx", "“slow:%1”: write a time such as >500ms or >2s.").arg(value));
    m_slowerThanUs = *span * 1000;
    return {};
}

Result<void> FlowQuery::addStatus(const QString &value)
{
    static const QRegularExpression form(u"^([1-5])(xx|\\d\\d)$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(value);
    if (!match.hasMatch())
        return invalid(QCoreApplication::translate(
                           "cpx", "“status:%1”: write a status such as 400 or a class such as 5xx.")
                           .arg(value));
    if (match.captured(2).toLower() == "xx"_L1) {
        const int first = match.captured(1).toInt() * 100;
        m_statuses.append({first, first + 99});
    } else {
        m_statuses.append({value.toInt(), value.toInt()});
    }
    return {};
}

Result<void> FlowQuery::addKind(const QString &value)
{
    QStringList names;
    for (const RequestKind kind : requestKinds()) {
        const QString name = requestKindName(kind);
        if (value.compare(name, Qt::CaseInsensitive) == 0
            || value.compare(QString(name).remove(u'-'), Qt::CaseInsensitive) == 0) {
            m_kinds.append(kind);
            return {};
        }
        names.append(name);
    }
    return invalid(QCoreApplication::translate("cpx", "“kind:%1” is unknown. Kinds are %2.")
                       .arg(value, names.join(u", "_s)));
}

Result<void> FlowQuery::addState(const QString &value)
{
    static const QList<std::pair<QString, State>> states{{u"running"_s, State::Running},
                                                         {u"done"_s, State::Done},
                                                         {u"failed"_s, State::Failed},
                                                         {u"cancelled"_s, State::Cancelled}};
    QStringList names;
    for (const auto &[name, state] : states) {
        if (value.compare(name, Qt::CaseInsensitive) == 0) {
            m_states.append(state);
            return {};
        }
        names.append(name);
    }
    return invalid(QCoreApplication::translate("cpx", "“state:%1” is unknown. States are %2.")
                       .arg(value, names.join(u", "_s)));
}

Result<void> FlowQuery::addOutcome(const QString &value)
{
    if (const auto kind = outcomeFromName(value)) {
        m_outcomes.append(*kind);
        return {};
    }
    return invalid(QCoreApplication::translate(
                       "cpx", "“outcome:%1” is unknown. Outcomes are completed, failed, incomplete, cut.")
                       .arg(value));
}

Result<void> FlowQuery::addChanged(const QString &value)
{
    const bool isYes = value.compare("yes"_L1, Qt::CaseInsensitive) == 0;
    if (!isYes && value.compare("no"_L1, Qt::CaseInsensitive) != 0)
        return invalid(QCoreApplication::translate("cpx", "“changed:%1”: write yes or no.").arg(value));
    m_isChanged = isYes;
    return {};
}

bool FlowQuery::matchesAnswer(const FlowRecord &record) const
{
    const ResponseSummary *summary = record.summary.get();
    const bool isChanged = record.changes && !record.changes->isEmpty();
    if (m_isChanged && *m_isChanged != isChanged)
        return false;
    if (!m_outcomes.isEmpty() && !(summary && summary->outcome && m_outcomes.contains(summary->outcome->kind)))
        return false;
    const auto wasCalled = [summary](const QString &tool) {
        return summary && std::any_of(summary->toolCalls.cbegin(), summary->toolCalls.cend(), [&tool](const QByteArray &name) {
                   return QString::fromUtf8(name).contains(tool, Qt::CaseInsensitive);
               });
    };
    return m_tools.isEmpty() || std::any_of(m_tools.cbegin(), m_tools.cend(), wasCalled);
}

FlowQuery::State FlowQuery::stateOf(const FlowRecord &record)
{
    switch (record.phase) {
    case FlowRecord::Phase::Sending:
    case FlowRecord::Phase::Streaming: return State::Running;
    case FlowRecord::Phase::Done: return State::Done;
    case FlowRecord::Phase::Failed: return State::Failed;
    case FlowRecord::Phase::Cancelled: return State::Cancelled;
    }
    Q_UNREACHABLE();
}

bool FlowQuery::matches(const FlowRecord &record, const FlowFacts &facts, const QString &searchText,
                        qint64 now) const
{
    const auto holds = [](const auto &alternatives, const auto &predicate) {
        return alternatives.isEmpty() || std::any_of(alternatives.cbegin(), alternatives.cend(), predicate);
    };
    if (m_sinceMs && record.startedMs < *m_sinceMs)
        return false;
    if (m_slowerThanUs) {
        const qint64 total =
            record.isFinished() ? record.totalUs.value_or(-1) : (now - record.startedMs) * 1000;
        if (total <= *m_slowerThanUs)
            return false;
    }
    return holds(m_statuses,
                 [&](StatusRange range) {
                     return record.status && *record.status >= range.first && *record.status <= range.last;
                 })
        && holds(m_kinds, [&](RequestKind kind) { return facts.kind == kind; })
        && holds(m_states, [&](State state) { return stateOf(record) == state; })
        && holds(m_sessions, [&](const QString &session) { return facts.sessionId.startsWith(session, Qt::CaseInsensitive); })
        && matchesAnswer(record)
        && holds(m_models, [&](const QRegularExpression &model) { return facts.model.contains(model); })
        && std::all_of(m_words.cbegin(), m_words.cend(),
                       [&](const QString &word) { return searchText.contains(word, Qt::CaseInsensitive); });
}

} // namespace cpx
