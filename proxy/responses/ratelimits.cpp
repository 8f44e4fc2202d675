// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/responses/ratelimits.h"

#include <cmath>

namespace cpx {

namespace {

std::optional<double> decimal(std::optional<QByteArrayView> text)
{
    if (!text)
        return std::nullopt;
    bool isNumber = false;
    const double value = text->toByteArray().toDouble(&isNumber);
    return isNumber && std::isfinite(value) && std::abs(value) < 1e15 ? std::optional(value) : std::nullopt;
}

std::optional<qint64> whole(std::optional<QByteArrayView> text)
{
    const auto value = decimal(text);
    return value ? std::optional(qint64(std::llround(*value))) : std::nullopt;
}

/// "12", "1s", "6m0s", "1h2m", "340ms": seconds, rounded.
std::optional<qint64> seconds(std::optional<QByteArrayView> text)
{
    if (!text || text->isEmpty() || text->size() > 40)
        return std::nullopt;
    if (const auto plain = whole(text))
        return plain;
    double sum = 0;
    QByteArrayView rest = *text;
    while (!rest.isEmpty()) {
        qsizetype digits = 0;
        while (digits < rest.size() && ((rest[digits] >= '0' && rest[digits] <= '9') || rest[digits] == '.'))
            ++digits;
        const auto count = decimal(rest.first(digits));
        rest = rest.sliced(digits);
        if (!count || rest.isEmpty())
            return std::nullopt;
        const bool isMilliseconds = rest.startsWith("ms");
        switch (rest[0]) {
        case 'd': sum += *count * 86'400; break;
        case 'h': sum += *count * 3600; break;
        case 'm': sum += isMilliseconds ? *count / 1000 : *count * 60; break;
        case 's': sum += *count; break;
        default: return std::nullopt;
        }
        rest = rest.sliced(isMilliseconds ? 2 : 1);
    }
    return qint64(std::llround(sum));
}

bool isEmpty(const RateLimit &limit)
{
    return !limit.usedPercent && !limit.windowMinutes && !limit.resetsInS && !limit.limit && !limit.remaining;
}

} // namespace

QList<RateLimit> rateLimits(const http::HeaderList &headers, qint64 nowS)
{
    QList<RateLimit> limits;
    for (const QByteArray name : {"primary", "secondary"}) {
        const QByteArray prefix = "x-codex-" + name;
        RateLimit limit;
        limit.name = name;
        limit.usedPercent = decimal(headers.first(prefix + "-used-percent"));
        limit.windowMinutes = whole(headers.first(prefix + "-window-minutes"));
        limit.resetsInS = whole(headers.first(prefix + "-reset-after-seconds"));
        if (const auto at = whole(headers.first(prefix + "-reset-at")); at && !limit.resetsInS)
            limit.resetsInS = qMax<qint64>(0, *at - nowS);
        if (!isEmpty(limit))
            limits.append(limit);
    }
    for (const QByteArray name : {"requests", "tokens"}) {
        RateLimit limit;
        limit.name = name;
        limit.limit = whole(headers.first("x-ratelimit-limit-" + name));
        limit.remaining = whole(headers.first("x-ratelimit-remaining-" + name));
        limit.resetsInS = seconds(headers.first("x-ratelimit-reset-" + name));
        if (!isEmpty(limit))
            limits.append(limit);
    }
    return limits;
}

} // namespace cpx
