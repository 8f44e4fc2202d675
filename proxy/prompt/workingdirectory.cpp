// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/workingdirectory.h"

#include "proxy/prompt/jsontext.h"

#include <QDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

using Layout = RequestLayout;

constexpr qsizetype longestPath = 4096;
constexpr auto instructionsHeading = "# AGENTS.md instructions for "_L1;

bool isEnvironment(const Layout &layout, const Layout::Part &part, const QString &beginning)
{
    // Of a marked request only what Codex itself wrote counts: a user may quote anything.
    if (layout.isMarked)
        return part.mark == Layout::Mark::EnvironmentContext;
    const QString text = beginning.trimmed();
    return text.startsWith("<environment_context>"_L1) || text.startsWith("<cwd>"_L1);
}

QString directoryInMarkup(QByteArrayView token)
{
    constexpr QByteArrayView opening = "<cwd>";
    const qsizetype begin = token.indexOf(opening);
    if (begin < 0)
        return {};
    const QByteArrayView rest = token.sliced(begin + opening.size());
    const qsizetype end = rest.indexOf("</cwd>");
    return end < 0 ? QString() : absoluteDirectory(textFromJson(rest.first(end), longestPath + 1));
}

QString directoryInHeading(const QString &beginning)
{
    if (!beginning.startsWith(instructionsHeading))
        return {};
    const qsizetype end = beginning.indexOf(u'\n');
    const qsizetype begin = instructionsHeading.size();
    return end < 0 ? QString() : absoluteDirectory(beginning.sliced(begin, end - begin));
}

bool maySayWhere(const Layout::Item &item)
{
    return item.type == Layout::ItemType::Message && item.role != Layout::Role::Assistant
        && item.role != Layout::Role::Tool;
}

} // namespace

QString absoluteDirectory(const QString &path)
{
    const bool isControl = std::any_of(path.begin(), path.end(), [](QChar c) { return c < u' '; });
    return path.size() > longestPath || isControl || !QDir::isAbsolutePath(path) ? QString() : path;
}

QString workingDirectoryOf(const RequestLayout &layout, QByteArrayView body)
{
    QString fallback;
    for (auto item = layout.items.crbegin(); item != layout.items.crend(); ++item) {
        if (!maySayWhere(*item))
            continue;
        for (qsizetype i = item->firstPart + item->partCount; i-- > item->firstPart;) {
            const Layout::Part &part = layout.parts[i];
            if (part.text.isEmpty()
                || (layout.isMarked && part.mark != Layout::Mark::EnvironmentContext
                    && part.mark != Layout::Mark::AgentsInstructions))
                continue;
            const QString beginning = stringFromJson(part.text.of(body), instructionsHeading.size());
            if (isEnvironment(layout, part, beginning)) {
                if (const QString directory = directoryInMarkup(part.text.of(body)); !directory.isEmpty())
                    return directory;
            } else if (fallback.isEmpty() && beginning == instructionsHeading) {
                fallback = directoryInHeading(
                    stringFromJson(part.text.of(body), instructionsHeading.size() + longestPath + 1));
            }
        }
    }
    return fallback;
}

} // namespace cpx
