// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace cpx {

/// A Markdown file with metadata in front: a line of three hyphens, the head, three hyphens, the body. A plain value of views
/// into the bytes it was made of.
///
/// The rules are those of the programs these files are written for. The hyphens open a head only as the very first
/// characters, with nothing but blanks behind them on their line. The head ends at the next three hyphens, wherever they
/// stand, even within a value; what is left of their line, if only blanks, belongs to neither side. Without these it is
/// all body. A byte order mark in front is skipped.
struct FrontMatter
{
    bool hasHead = false;
    QByteArrayView head{}; ///< what stands between the fences, line ends as they are
    QByteArrayView body{};
    int headLine = 0; ///< the line its first byte stands on, from 1; 0 without a head
    int bodyLine = 1;

    static FrontMatter of(QByteArrayView file);
};

} // namespace cpx
