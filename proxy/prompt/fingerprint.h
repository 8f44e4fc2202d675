// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QtEndian>

namespace cpx {

/// A number that tells texts apart, the same in every run, on every processor and with every version of Qt, which qHash() is
/// not: it goes into files. Fast (eight bytes a step); no protection against somebody who looks for two texts with the same one.
inline quint64 fingerprint(QByteArrayView text)
{
    constexpr quint64 prime = 0x9e3779b97f4a7c15; // odd, with bits everywhere: 2^64 divided by the golden ratio
    quint64 state = quint64(text.size()) * prime;
    const auto mix = [&state](quint64 word) {
        state = (state ^ word) * prime;
        state ^= state >> 32;
    };
    const qsizetype whole = text.size() & ~qsizetype(7);
    for (qsizetype i = 0; i < whole; i += 8)
        mix(qFromLittleEndian<quint64>(text.data() + i));
    quint64 rest = 0;
    for (qsizetype i = text.size() - 1; i >= whole; --i)
        rest = rest << 8 | static_cast<unsigned char>(text[i]);
    mix(rest);
    return state;
}

} // namespace cpx
