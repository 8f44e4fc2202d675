// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace cpx::soak {

/// Random numbers that are the same in every run (SplitMix64): those of one request.
class Dice
{
public:
    Dice(quint64 seed, int id) : m_state(seed * 0x9e3779b97f4a7c15 + quint64(id) * 0xd1b54a32d192ed03) {}

    quint64 next();
    int below(qint64 bound) { return bound > 0 ? int(next() % quint64(bound)) : 0; } ///< 0 … bound - 1
    bool percent(int chance) { return below(100) < chance; }

    /// Bytes of a body: a piece of one long event stream, with lines from none to 64 KiB. Another piece for every request
    /// and `side`, so that a mix-up shows. `size` up to 2 MiB.
    static QByteArrayView text(quint64 seed, int id, int side, qsizetype size);

private:
    quint64 m_state;
};

} // namespace cpx::soak
