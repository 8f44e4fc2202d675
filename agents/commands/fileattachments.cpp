// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/fileattachments.h"

#include "core/confinedfile.h"
#include "core/translate.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 maximumSize = 256 * 1024; // of all files
constexpr qsizetype maximumFiles = 64;
constexpr qsizetype maximumNames = 256; // that are looked for
constexpr qsizetype maximumName = 1024;

bool isPunctuation(QChar character)
{
    return QStringView(u",.;:!?)'\"").contains(character);
}

/// What is written behind an @, and whether it was in quotes.
struct Name
{
    QString text{};
    bool isQuoted = false;
};

Name nameAt(QStringView text, qsizetype at)
{
    if (at < text.size() && text[at] == u'"') {
        const qsizetype end = text.indexOf(u'"', at + 1);
        return end < 0 ? Name() : Name{text.sliced(at + 1, end - at - 1).toString(), true};
    }
    qsizetype end = at;
    while (end < text.size() && !text[end].isSpace())
        ++end;
    return {text.sliced(at, end - at).toString(), false};
}

} // namespace

FileAttachments::FileAttachments(const QString &projectRoot, const QString &workingDirectory)
    : m_root(projectRoot)
    , m_workingDirectory(workingDirectory)
{
}

void FileAttachments::collect(QStringView text)
{
    for (qsizetype at = text.indexOf(u'@'); at >= 0; at = text.indexOf(u'@', at + 1)) {
        if (at > 0 && !text[at - 1].isSpace())
            continue;
        Name name = nameAt(text, at + 1);
        while (!attach(name.text) && !name.isQuoted && !name.text.isEmpty() && isPunctuation(name.text.back()))
            name.text.chop(1); // "see @a.txt."
    }
}

/// True when the name needs no second look.
bool FileAttachments::attach(const QString &name)
{
    if (name.isEmpty() || name.size() > maximumName || m_seen.contains(name) || m_root.isEmpty())
        return true;
    if (m_seen.size() >= maximumNames)
        return true;
    m_seen += name;
    const QString path = QDir::cleanPath(QDir(m_workingDirectory).absoluteFilePath(name));
    if (!QFileInfo(path).isFile())
        return false;
    const QString inside = m_root.endsWith(u'/') ? m_root : m_root + u'/';
    if (!path.startsWith(inside)) {
        m_notes += translate("cpx", "%1 is not attached: it lies outside of %2").arg(name, m_root);
        return true;
    }
    if (m_files.size() >= maximumFiles) {
        m_notes += translate("cpx", "%1 is not attached: there are %2 files already").arg(name).arg(maximumFiles);
        return true;
    }
    const auto content = readConfinedFile(m_root, path, maximumSize - m_size);
    if (!content)
        m_notes += translate("cpx", "%1 is not attached: %2").arg(name, content.error().message);
    else if (content->contains('\0'))
        m_notes += translate("cpx", "%1 is not attached: it is no text").arg(name);
    else
        add(path.sliced(inside.size()), *content);
    return true;
}

void FileAttachments::add(const QString &path, const QByteArray &content)
{
    for (const AttachedFile &file : std::as_const(m_files)) {
        if (file.path == path)
            return; // under another name
    }
    m_files.append({path, content.size()});
    m_size += content.size();
    m_blocks += u"<attached-file path=\"%1\">\n"_s.arg(path.toHtmlEscaped());
    const QString text = QString::fromUtf8(content);
    int number = 0;
    for (QStringView line : QStringView(text).split(u'\n')) {
        if (line.isEmpty() && line.end() == QStringView(text).end())
            break; // behind the last line end
        m_blocks += QString::number(++number).rightJustified(6) + u'\t';
        m_blocks += line;
        m_blocks += u'\n';
    }
    m_blocks += u"</attached-file>\n"_s;
}

} // namespace cpx
