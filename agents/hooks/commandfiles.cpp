// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/commandfiles.h"

#include "agents/hooks/commandparts.h"
#include "core/translate.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype mostFiles = 64;
constexpr qsizetype mostBases = 16;
constexpr qsizetype longestPath = 4096;

bool isBelow(const QString &path, const QString &directory)
{
    return path.startsWith(directory.endsWith(u'/') ? directory : directory + u'/');
}

/// "$(git rev-parse --show-toplevel)/x" gives the word "/x", "${DIR:-.}/x" itself: what follows is meant below the project.
QString relativePart(const QString &word)
{
    const qsizetype brace = word.lastIndexOf(u'}');
    const qsizetype slash = word.indexOf(u'/', qMax(qsizetype(0), brace));
    return slash < 0 ? QString() : word.sliced(slash + 1);
}

class FileFinder
{
public:
    explicit FileFinder(const CommandPlaces &places)
        : m_places(places)
        , m_bases{places.projectRoot, places.workingDirectory}
    {
        m_bases += hookDirectories(places.projectRoot);
        m_bases.removeDuplicates();
    }

    QStringList find(const QStringList &words)
    {
        for (const QString &word : words)
            addBase(word);
        for (const QString &word : words) {
            for (const QString &path : candidates(word))
                addFile(path);
        }
        return m_files;
    }

private:
    QStringList candidates(const QString &word) const
    {
        if (word.size() > longestPath || word.contains(QChar::Null))
            return {};
        QStringList paths;
        if (QDir::isAbsolutePath(word))
            paths += word;
        const QString relative = word.contains(u'$') || QDir::isAbsolutePath(word) ? relativePart(word) : word;
        for (const QString &base : m_bases) {
            if (!relative.isEmpty())
                paths += base + u'/' + relative;
        }
        return paths;
    }

    void addBase(const QString &word)
    {
        for (const QString &path : candidates(word)) {
            const QFileInfo info(path);
            if (m_bases.size() < mostBases && info.isDir() && isBelow(info.canonicalFilePath(), m_places.projectRoot)
                && !m_bases.contains(info.canonicalFilePath()))
                m_bases += info.canonicalFilePath();
        }
    }

    void addFile(const QString &path)
    {
        const QFileInfo info(path);
        if (!info.isFile())
            return;
        const QString canonical = info.canonicalFilePath();
        // A link in the project that leads elsewhere is the project's, too.
        if ((isBelow(canonical, m_places.projectRoot) || isBelow(QDir::cleanPath(path), m_places.projectRoot)) && !m_files.contains(canonical))
            m_files += canonical;
    }

    const CommandPlaces &m_places;
    QStringList m_bases;
    QStringList m_files;
};

} // namespace

QString withProjectDirectory(QString text, const QString &projectRoot)
{
    // The longer form first; a name that only begins alike is another variable.
    text.replace(u"${CLAUDE_PROJECT_DIR}"_s, projectRoot);
    const QString name = u"$CLAUDE_PROJECT_DIR"_s;
    for (qsizetype at = text.indexOf(name); at >= 0; at = text.indexOf(name, at)) {
        const QChar after = at + name.size() < text.size() ? text.at(at + name.size()) : QChar();
        if (after.isLetterOrNumber() || after == u'_') {
            at += name.size();
        } else {
            text.replace(at, name.size(), projectRoot);
            at += projectRoot.size();
        }
    }
    return text;
}

QStringList hookDirectories(const QString &base)
{
    return {base + u"/.codexplus/hooks"_s, base + u"/.claude/hooks"_s};
}

Result<QStringList> projectFilesOf(const QString &command, const QStringList &arguments, const CommandPlaces &places)
{
    QStringList words;
    for (const QString &text : QStringList(command) + arguments) {
        // A stand-in, so that blanks in the directory's name do not end a word.
        const QString mark(QChar(0xe000));
        for (QString word : commandWords(withProjectDirectory(text, mark)))
            words += word.replace(mark, places.projectRoot);
        words += withProjectDirectory(text, places.projectRoot); // an argument is one word, the name of a program may be
    }
    words.removeDuplicates();
    const QStringList files = FileFinder(places).find(words);
    if (files.size() > mostFiles) {
        return Error{Error::Code::Invalid,
                     translate("cpx", "a hook names more than %1 files of the project; call a script that names them").arg(mostFiles)};
    }
    return files;
}

} // namespace cpx
