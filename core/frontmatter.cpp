// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/frontmatter.h"

#include <algorithm>

namespace cpx {

namespace {

constexpr QByteArrayView fence("---");
constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF");

qsizetype skipBlanks(QByteArrayView text, qsizetype from)
{
    while (from < text.size() && (text[from] == ' ' || text[from] == '\t'))
        ++from;
    return from;
}

/// Behind the line end at `from`, or `from` itself when there is none.
qsizetype skipLineEnd(QByteArrayView text, qsizetype from)
{
    if (from < text.size() && text[from] == '\r')
        return from + (from + 1 < text.size() && text[from + 1] == '\n' ? 2 : 1);
    return from < text.size() && text[from] == '\n' ? from + 1 : from;
}

int lineEndsIn(QByteArrayView text)
{
    return int(std::count(text.begin(), text.end(), '\n'));
}

} // namespace

FrontMatter FrontMatter::of(QByteArrayView file)
{
    if (file.startsWith(byteOrderMark))
        file = file.sliced(byteOrderMark.size());
    FrontMatter parts;
    parts.body = file;
    if (!file.startsWith(fence))
        return parts;
    const qsizetype blanksEnd = skipBlanks(file, fence.size());
    const qsizetype begin = skipLineEnd(file, blanksEnd);
    if (begin == blanksEnd)
        return parts;
    const qsizetype end = file.indexOf(fence, begin);
    if (end < 0)
        return parts;
    const qsizetype bodyBegin = skipLineEnd(file, skipBlanks(file, end + fence.size()));
    parts.hasHead = true;
    parts.head = file.sliced(begin, end - begin);
    parts.body = file.sliced(bodyBegin);
    parts.headLine = 2;
    parts.bodyLine = 1 + lineEndsIn(file.first(bodyBegin));
    return parts;
}

} // namespace cpx
