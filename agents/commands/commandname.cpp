// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commandname.h"

#include <algorithm>

namespace cpx {

namespace {

constexpr qsizetype maximumPart = 64;
constexpr qsizetype maximumName = 255;

} // namespace

bool isCommandNamePart(QStringView part)
{
    if (part.isEmpty() || part.size() > maximumPart)
        return false;
    if (!part.front().isLetterOrNumber() && part.front() != u'_')
        return false;
    return std::all_of(part.begin(), part.end(), [](QChar c) { return c.isLetterOrNumber() || c == u'-' || c == u'_' || c == u'.'; });
}

QString commandNameOf(QStringView word)
{
    if (word.size() > maximumName)
        return {};
    qsizetype begin = 0;
    for (qsizetype i = 0; i <= word.size(); ++i) {
        if (i < word.size() && word[i] != u':' && word[i] != u'/')
            continue;
        if (!isCommandNamePart(word.sliced(begin, i - begin)))
            return {};
        begin = i + 1;
    }
    QString name = word.toString();
    name.replace(u'/', u':');
    return name;
}

} // namespace cpx
