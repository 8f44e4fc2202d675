// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <optional>

namespace cpx {

/// Tokens as the backend counted them. Unknown is "no value", never 0.
struct TokenUsage
{
    std::optional<qint64> input{}; ///< cached ones included
    std::optional<qint64> cachedInput{}; ///< of the input
    std::optional<qint64> output{}; ///< reasoning included
    std::optional<qint64> reasoning{}; ///< of the output
    std::optional<qint64> total{};

    friend bool operator==(const TokenUsage &, const TokenUsage &) = default;
};

/// How a model's answer ended, as its content says; HTTP may have gone well all the same.
struct ModelOutcome
{
    enum class Kind {
        Completed,
        Failed, ///< code and text are the backend's
        Incomplete, ///< code is its reason, for example "max_output_tokens"
        Cut, ///< the stream ended before it said how
    };
    Kind kind = Kind::Completed;
    QByteArray code{};
    QString text{}; ///< without credentials

    friend bool operator==(const ModelOutcome &, const ModelOutcome &) = default;
};

/// When the events of a stream came. A client that takes its answer slowly delays them, too.
struct StreamTiming
{
    static constexpr qint64 stallUs = 5'000'000; ///< a longer silence is a stall

    qint64 events = 0;
    std::optional<qint64> firstOutputUs{}; ///< from the start of the exchange to the first output, microseconds
    std::optional<qint64> longestGapUs{}; ///< between two events, or the last one and the end; microseconds
    int stalls = 0;

    friend bool operator==(const StreamTiming &, const StreamTiming &) = default;
};

/// One limit the backend told in its head, as of that answer.
struct RateLimit
{
    QByteArray name{}; ///< "primary", "secondary" (x-codex-…), "requests", "tokens" (x-ratelimit-…)
    std::optional<double> usedPercent{};
    std::optional<qint64> windowMinutes{};
    std::optional<qint64> resetsInS{}; ///< counted from the answer
    std::optional<qint64> limit{};
    std::optional<qint64> remaining{};

    friend bool operator==(const RateLimit &, const RateLimit &) = default;
};

/// What the answer of a model says about itself. A plain value; everything in it is bounded.
struct ResponseSummary
{
    std::optional<ModelOutcome> outcome{}; ///< none: it was no answer of a model, or could not be read
    QByteArray responseId{};
    QByteArray model{}; ///< as the backend named it
    QByteArray serviceTier{};
    std::optional<TokenUsage> usage{};
    std::optional<StreamTiming> stream{}; ///< none: no event stream
    QByteArrayList toolCalls{}; ///< names, in order; the first 64
    int toolCallCount = 0;
    QList<RateLimit> rateLimits{};

    friend bool operator==(const ResponseSummary &, const ResponseSummary &) = default;
};

/// "completed", "failed", "incomplete", "cut": as in the store, in JSON and in filters.
QString outcomeName(ModelOutcome::Kind kind);
std::optional<ModelOutcome::Kind> outcomeFromName(QStringView name);

/// Unknown values are left out. As in the store, and as the command line prints it.
QJsonObject toJson(const ResponseSummary &summary);
ResponseSummary responseSummaryFromJson(const QJsonObject &json); ///< what is missing or of another type stays unknown

} // namespace cpx
