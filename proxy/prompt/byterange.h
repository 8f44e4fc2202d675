// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace cpx {

/// The bytes [begin, end) of a body. Empty stands for "there is none": nothing in JSON is empty.
struct ByteRange
{
    qsizetype begin = 0;
    qsizetype end = 0;

    bool isEmpty() const { return begin == end; }
    qsizetype size() const { return end - begin; }
    QByteArrayView of(QByteArrayView body) const { return body.sliced(begin, end - begin); }

    friend bool operator==(const ByteRange &, const ByteRange &) = default;
};

} // namespace cpx
