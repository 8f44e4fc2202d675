// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/dice.h"

#include <QByteArray>

namespace cpx::soak {

namespace {

constexpr qsizetype starts = 4 * 1024 * 1024;
constexpr qsizetype largest = 2 * 1024 * 1024;

QByteArray makeStream()
{
    QByteArray stream;
    stream.reserve(starts + largest);
    Dice dice(0, 0);
    while (stream.size() < starts + largest) {
        stream += "event: response.output_text.delta\ndata: ";
        qsizetype left = dice.percent(1) ? 64 * 1024 : dice.below(300);
        for (; left > 0; left -= 8) {
            const quint64 bytes = dice.next(); // any of the 256 values, line ends included
            stream.append(reinterpret_cast<const char *>(&bytes), sizeof bytes);
        }
        stream += dice.percent(80) ? "\n\n" : "\r\n\r\n";
    }
    return stream;
}

} // namespace

quint64 Dice::next()
{
    m_state += 0x9e3779b97f4a7c15;
    quint64 mixed = m_state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
}

QByteArrayView Dice::text(quint64 seed, int id, int side, qsizetype size)
{
    static const QByteArray stream = makeStream();
    Dice dice(seed + 1, id * 2 + side);
    return QByteArrayView(stream).sliced(dice.below(starts), size);
}

} // namespace cpx::soak
