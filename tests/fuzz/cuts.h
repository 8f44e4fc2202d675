// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <cstdio>
#include <cstdlib>

namespace cpx::fuzz {

/// Ends the run with both answers when a property does not hold.
inline void require(bool holds, const char *property, const QByteArray &a = {}, const QByteArray &b = {})
{
    if (holds)
        return;
    std::fprintf(stderr, "PROPERTY BROKEN: %s\n--- one\n%s\n--- other\n%s\n", property, a.constData(), b.constData());
    std::abort();
}

/// The input in pieces whose sizes are taken from `pattern`, a different one for every seed.
inline QList<QByteArrayView> pieces(QByteArrayView input, quint32 seed)
{
    QList<QByteArrayView> result;
    while (!input.isEmpty()) {
        seed = seed * 1664525 + 1013904223;
        const qsizetype length = qMin<qsizetype>(input.size(), 1 + ((seed >> 24) & 15));
        result += input.first(length);
        input = input.sliced(length);
    }
    return result;
}

/// One piece per byte.
inline QList<QByteArrayView> bytes(QByteArrayView input)
{
    QList<QByteArrayView> result;
    for (qsizetype i = 0; i < input.size(); ++i)
        result += input.sliced(i, 1);
    return result;
}

} // namespace cpx::fuzz
