// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/statusline/statuslinetext.h"

#include "agents/statusline/gitstatus.h"

#include <QFileInfo>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype shortCommit = 7;

bool isBetween(QChar c, char16_t first, char16_t last)
{
    return c.unicode() >= first && c.unicode() <= last;
}

bool isDirectionMark(QChar c)
{
    return isBetween(c, 0x202a, 0x202e) || isBetween(c, 0x2066, 0x2069) || isBetween(c, 0x200e, 0x200f)
        || c.unicode() == 0x061c;
}

bool isControl(QChar c)
{
    return c.unicode() < 0x20 || isBetween(c, 0x7f, 0x9f) || isBetween(c, 0x2028, 0x2029);
}

/// CSI: parameters, intermediates, one final byte. Anything else ends it.
qsizetype skipControlSequence(const QString &text, qsizetype at)
{
    while (at < text.size() && isBetween(text[at], 0x20, 0x3f))
        ++at;
    return at < text.size() && isBetween(text[at], 0x40, 0x7e) ? at + 1 : at;
}

/// OSC and the like: up to BEL or ST. One that nobody ends does not take the next line with it.
qsizetype skipString(const QString &text, qsizetype at)
{
    for (; at < text.size() && text[at] != u'\n'; ++at) {
        if (text[at] == u'\x07' || text[at] == QChar(0x9c))
            return at + 1;
        if (text[at] == u'\x1b')
            return at + 1 < text.size() && text[at + 1] == u'\\' ? at + 2 : at;
    }
    return at;
}

/// Behind the sequence that the control character at `at` begins; `at` when it begins none.
qsizetype skipSequence(const QString &text, qsizetype at)
{
    char16_t introducer = text[at].unicode();
    qsizetype after = at + 1;
    if (introducer == 0x1b) {
        if (after == text.size() || text[after] == u'\n')
            return after;
        introducer = text[after].unicode() + 0x40; // ESC [ is CSI, U+009B
        ++after;
        if (isBetween(text[after - 1], 0x20, 0x2f)) { // ESC ( B and others of three bytes
            while (after < text.size() && isBetween(text[after], 0x20, 0x2f))
                ++after;
            return after < text.size() && isBetween(text[after], 0x30, 0x7e) ? after + 1 : after;
        }
        if (!isBetween(text[after - 1], 0x30, 0x7e))
            return after - 1; // no sequence: the escape alone goes
    }
    switch (introducer) {
    case 0x9b: return skipControlSequence(text, after);
    case 0x90: // DCS
    case 0x98: // SOS
    case 0x9d: // OSC
    case 0x9e: // PM
    case 0x9f: // APC
        return skipString(text, after);
    default: return after;
    }
}

/// At most `maximumStatusLine` units, no surrogate pair torn apart.
QString cut(const QString &line)
{
    if (line.size() <= maximumStatusLine)
        return line;
    const qsizetype length =
        line[maximumStatusLine - 1].isHighSurrogate() ? maximumStatusLine - 1 : maximumStatusLine;
    return line.first(length).trimmed();
}

} // namespace

QString withoutTerminalSequences(QByteArrayView output)
{
    const QString text = QString::fromUtf8(output);
    QString result;
    result.reserve(text.size());
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text[i];
        if (c == u'\n') {
            result += c;
            ++i;
        } else if (c == u'\r') {
            result += u'\n'; // a program that draws over its line: each drawing is a line
            i += i + 1 < text.size() && text[i + 1] == u'\n' ? 2 : 1;
        } else if (c == u'\t') {
            result += u' ';
            ++i;
        } else if (isControl(c)) {
            i = skipSequence(text, i);
        } else {
            if (!isDirectionMark(c))
                result += c;
            ++i;
        }
    }
    return result;
}

QString chosenStatusLine(QByteArrayView output)
{
    QString first;
    const QStringList lines = withoutTerminalSequences(output).split(u'\n');
    for (const QString &each : lines) {
        const QString line = each.trimmed();
        if (line.startsWith(u'[') && line.contains("Dir:"_L1) && line.contains("Local:"_L1))
            return cut(line);
        if (first.isEmpty())
            first = line;
    }
    return cut(first);
}

QString gitStatusLine(const QString &root, const GitStatus &status)
{
    QStringList parts;
    if (const QString name = QFileInfo(root).fileName(); !name.isEmpty())
        parts += u"Dir: "_s + name;
    QString local = u"Local: "_s + status.branch;
    if (status.branch.isEmpty())
        local += u"detached at "_s + status.commit.first(qMin(shortCommit, status.commit.size()));
    if (status.distance) {
        QStringList distance;
        if (status.distance->ahead > 0)
            distance += u"ahead %1"_s.arg(status.distance->ahead);
        if (status.distance->behind > 0)
            distance += u"behind %1"_s.arg(status.distance->behind);
        if (!distance.isEmpty())
            local += u" (%1)"_s.arg(distance.join(u", "_s));
    }
    parts += local;
    if (!status.upstream.isEmpty())
        parts += u"Remote: "_s + status.upstream;
    // Directory names may hold line ends and escapes.
    const QString line = u'[' + parts.join(u" | "_s) + u']';
    return cut(withoutTerminalSequences(line.toUtf8()).replace(u'\n', u' '));
}

} // namespace cpx
