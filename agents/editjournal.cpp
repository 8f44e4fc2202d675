// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/editjournal.h"

#include "core/paths.h"
#include "core/textfile.h"
#include "core/translate.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 maximumSize = 16 * 1024 * 1024; ///< bytes

QJsonObject toJson(const EditJournalEntry &entry)
{
    QJsonArray insertions;
    for (const TextSplice &splice : entry.insertions)
        insertions.append(QJsonObject{{u"offset"_s, splice.offset}, {u"text"_s, QString::fromUtf8(splice.inserted)}});
    return {{u"feature"_s, entry.feature},
            {u"file"_s, entry.file},
            {u"created"_s, entry.hasCreatedFile},
            {u"sha256_before"_s, QString::fromLatin1(entry.sha256Before.toHex())},
            {u"sha256_after"_s, QString::fromLatin1(entry.sha256After.toHex())},
            {u"insertions"_s, insertions},
            {u"made"_s, QJsonArray::fromStringList(entry.made)},
            {u"at"_s, entry.at.toString(Qt::ISODate)}};
}

EditJournalEntry fromJson(const QJsonObject &json)
{
    EditJournalEntry entry;
    entry.feature = json.value(u"feature"_s).toString();
    entry.file = json.value(u"file"_s).toString();
    entry.hasCreatedFile = json.value(u"created"_s).toBool();
    entry.sha256Before = QByteArray::fromHex(json.value(u"sha256_before"_s).toString().toLatin1());
    entry.sha256After = QByteArray::fromHex(json.value(u"sha256_after"_s).toString().toLatin1());
    const QJsonArray insertions = json.value(u"insertions"_s).toArray();
    for (const QJsonValue &each : insertions)
        entry.insertions += {qsizetype(each[u"offset"_s].toInteger(-1)), 0, each[u"text"_s].toString().toUtf8()};
    const QJsonArray made = json.value(u"made"_s).toArray();
    for (const QJsonValue &each : made)
        entry.made += each.toString();
    entry.at = QDateTime::fromString(json.value(u"at"_s).toString(), Qt::ISODate);
    return entry;
}

bool isAbout(const QJsonValue &entry, const QString &feature, const QString &file)
{
    return entry[u"feature"_s] == feature && entry[u"file"_s] == file;
}

/// An empty document when there is no file.
Result<QJsonObject> load(const QString &path)
{
    auto text = readTextFile(path, maximumSize);
    if (!text && text.error().code == Error::Code::NotFound)
        return QJsonObject();
    if (!text)
        return text.error();
    const QJsonDocument document = QJsonDocument::fromJson(*text);
    if (!document.isObject() || !document[u"entries"_s].isArray())
        return Error{Error::Code::Invalid, translate("cpx", "%1 is damaged; move it away").arg(path)};
    return document.object();
}

} // namespace

EditJournal::EditJournal(const QString &dataDirectory)
    : m_path(dataDirectory + u"/journal.json"_s)
{
}

Result<std::optional<EditJournalEntry>> EditJournal::find(const QString &feature, const QString &file) const
{
    const auto journal = load(m_path);
    if (!journal)
        return journal.error();
    const QJsonArray entries = journal->value(u"entries"_s).toArray();
    for (const QJsonValue &entry : entries) {
        if (isAbout(entry, feature, file))
            return std::optional(fromJson(entry.toObject()));
    }
    return std::optional<EditJournalEntry>();
}

Result<void> EditJournal::put(const EditJournalEntry &entry) const
{
    return replace(entry.feature, entry.file, &entry);
}

Result<void> EditJournal::remove(const QString &feature, const QString &file) const
{
    return replace(feature, file, nullptr);
}

Result<void> EditJournal::replace(const QString &feature, const QString &file, const EditJournalEntry *entry) const
{
    auto journal = load(m_path);
    if (!journal)
        return journal.error();
    QJsonArray kept;
    const QJsonArray entries = journal->value(u"entries"_s).toArray();
    for (const QJsonValue &each : entries) {
        if (!isAbout(each, feature, file))
            kept.append(each);
    }
    if (entry)
        kept.append(toJson(*entry));
    else if (kept.size() == entries.size())
        return {};
    journal->insert(u"entries"_s, kept);
    if (auto ready = ensurePrivateDirectory(QFileInfo(m_path).path()); !ready)
        return ready;
    return writeTextFile(m_path, QJsonDocument(*journal).toJson());
}

} // namespace cpx
