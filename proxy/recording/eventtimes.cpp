// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/eventtimes.h"

#include "proxy/http/sseparser.h"

#include <limits>

namespace cpx {

namespace {

constexpr qsizetype mostEvents = 65'536;

} // namespace

QList<qint64> eventTimes(const GatheredBody &body, const http::HeaderList &headers)
{
    QList<qint64> times;
    const QByteArray type = headers.first("content-type").value_or(QByteArrayView()).toByteArray().toLower();
    if (!type.startsWith("text/event-stream") || body.arrivedUs.size() != body.pieces.size())
        return times;
    http::SseParser parser;
    for (qsizetype i = 0; i < body.pieces.size(); ++i) {
        QByteArrayView input(body.pieces.at(i));
        while (parser.feed(input) == http::SseParser::Progress::Event) {
            if (times.size() == mostEvents)
                return times;
            times.append(body.arrivedUs.at(i));
        }
    }
    return times;
}

QByteArray packedTimes(const QList<qint64> &timesUs)
{
    QByteArray packed;
    qint64 last = 0;
    for (const qint64 time : timesUs) {
        auto step = quint64(qMax<qint64>(0, time - last));
        last += qint64(step);
        while (step >= 0x80) {
            packed.append(char(0x80 | (step & 0x7f)));
            step >>= 7;
        }
        packed.append(char(step));
    }
    return packed;
}

QList<qint64> unpackedTimes(QByteArrayView packed)
{
    QList<qint64> times;
    quint64 last = 0;
    quint64 step = 0;
    int shift = 0;
    for (const char c : packed) {
        const auto byte = static_cast<unsigned char>(c);
        if (shift < 63)
            step |= quint64(byte & 0x7f) << shift;
        shift += 7;
        if (byte & 0x80)
            continue;
        last += step;
        times.append(qint64(last & quint64(std::numeric_limits<qint64>::max())));
        step = 0;
        shift = 0;
    }
    return times;
}

} // namespace cpx
