// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/trust/truststore.h"

#include "core/filelock.h"
#include "core/filestamp.h"
#include "core/paths.h"
#include "core/textfile.h"
#include "core/translate.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QMap>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

Q_LOGGING_CATEGORY(lcTrust, "cpx.trust", QtInfoMsg)

constexpr qint64 maximumSubjectSize = 16 * 1024 * 1024;
constexpr qint64 maximumStoreSize = 16 * 1024 * 1024;
constexpr int formatVersion = 1;
constexpr qsizetype hashSize = 32;

/// What a store holds. What we do not know in it is kept as it was.
struct Content
{
    QJsonObject document{};
    QMap<QString, QJsonObject> entries{}; ///< by path
    bool isFromTheFuture = false; ///< of a version we do not know: not damaged, but not for us
};

QByteArray hashOf(const QJsonObject &entry)
{
    const QByteArray hex = entry.value(u"sha256"_s).toString().toLatin1();
    const QByteArray hash = QByteArray::fromHex(hex);
    return hash.size() == hashSize && hash.toHex() == hex ? hash : QByteArray();
}

Error damaged(const QString &path, const QString &why)
{
    return Error{Error::Code::Invalid, translate("cpx", "%1 is damaged: %2; nothing is trusted until you trust it again").arg(path, why)};
}

Result<Content> parsed(const QString &path, const QByteArray &bytes)
{
    QJsonParseError problem;
    const QJsonDocument json = QJsonDocument::fromJson(bytes, &problem);
    if (problem.error != QJsonParseError::NoError)
        return damaged(path, problem.errorString());
    if (!json.isObject() || !json.object().value(u"trusted"_s).isArray())
        return damaged(path, translate("cpx", "there is no list of what is trusted"));
    Content content;
    content.document = json.object();
    if (content.document.value(u"version"_s).toInt() != formatVersion) {
        content.isFromTheFuture = true;
        return content;
    }
    const QJsonArray list = content.document.take(u"trusted"_s).toArray();
    for (const QJsonValue &value : list) {
        const QJsonObject entry = value.toObject();
        const QString subject = entry.value(u"path"_s).toString();
        if (!subject.startsWith(u'/') || hashOf(entry).isEmpty() || content.entries.contains(subject))
            return damaged(path, translate("cpx", "an entry names no file or no content"));
        content.entries.insert(subject, entry);
    }
    return content;
}

Error fromTheFuture(const QString &path)
{
    return Error{Error::Code::Invalid, translate("cpx", "%1 was written by a newer version; update this program").arg(path)};
}

/// No file is an empty store.
Result<Content> contentOf(const QString &path)
{
    const auto bytes = readTextFile(path, maximumStoreSize);
    if (!bytes && bytes.error().code == Error::Code::NotFound)
        return Content{};
    if (!bytes)
        return bytes.error();
    if (QFileInfo(path).permissions() & (QFileDevice::WriteGroup | QFileDevice::WriteOther))
        return damaged(path, translate("cpx", "others may write it"));
    return parsed(path, *bytes);
}

QByteArray serialized(Content content)
{
    QJsonArray list;
    for (const QJsonObject &entry : std::as_const(content.entries))
        list.append(entry);
    content.document.insert(u"version"_s, formatVersion);
    content.document.insert(u"trusted"_s, list);
    return QJsonDocument(content.document).toJson();
}

/// Out of the way, but not lost.
Result<void> moveAside(const QString &path)
{
    const QString base = path + u".corrupt-"_s + QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
    QString aside = base;
    for (int number = 2; QFileInfo::exists(aside); ++number)
        aside = base + u'-' + QString::number(number);
    if (!QFile::rename(path, aside))
        return Error{Error::Code::Io, translate("cpx", "%1 is damaged and cannot be renamed; move it away").arg(path)};
    qCWarning(lcTrust).noquote() << translate("cpx", "%1 was damaged and is %2 now").arg(path, aside);
    return {};
}

} // namespace

struct TrustStore::Cache
{
    FileStamp stamp{};
    Result<Content> content = Content{};

    /// Reads the file if it is not the one that was read before.
    static const Cache &current(const QString &path, std::shared_ptr<Cache> &cache)
    {
        const FileStamp stamp = FileStamp::of(path); // before reading: a change meanwhile is seen the next time
        if (cache && cache->stamp == stamp)
            return *cache;
        cache = std::make_shared<Cache>(Cache{stamp, contentOf(path)});
        if (cache->content && cache->content->isFromTheFuture)
            cache->content = fromTheFuture(path);
        if (!cache->content)
            qCWarning(lcTrust).noquote() << cache->content.error().message;
        return *cache;
    }
};

Result<TrustSubject> TrustSubject::ofFile(const QString &path)
{
    const QString canonical = QFileInfo(path).canonicalFilePath();
    if (canonical.isEmpty())
        return Error{Error::Code::NotFound, translate("cpx", "%1 does not exist").arg(path)};
    const auto bytes = readTextFile(canonical, maximumSubjectSize);
    if (!bytes)
        return bytes.error();
    return TrustSubject{canonical, QCryptographicHash::hash(*bytes, QCryptographicHash::Sha256)};
}

TrustStore::TrustStore(const QString &dataDirectory)
    : m_path(dataDirectory + u"/trust.json"_s)
{
}

bool TrustStore::isTrusted(const QList<TrustSubject> &subjects) const
{
    const auto &content = Cache::current(m_path, m_cache).content;
    return content && std::all_of(subjects.begin(), subjects.end(), [&](const TrustSubject &subject) {
        const auto entry = content->entries.constFind(subject.path);
        return entry != content->entries.constEnd() && hashOf(*entry) == subject.sha256;
    });
}

QByteArray TrustStore::trustedContent(const QString &path) const
{
    const auto &content = Cache::current(m_path, m_cache).content;
    return content ? hashOf(content->entries.value(path)) : QByteArray();
}

Result<void> TrustStore::trust(const QList<TrustSubject> &subjects)
{
    for (const TrustSubject &subject : subjects) {
        if (!subject.path.startsWith(u'/') || subject.sha256.size() != hashSize)
            return Error{Error::Code::Internal, translate("cpx", "\"%1\" is nothing that can be trusted").arg(subject.path)};
    }
    const QFileInfo file(m_path);
    if (auto ready = ensurePrivateDirectory(file.path()); !ready)
        return ready;
    const auto lock = FileLock::of(m_path + u".lock"_s);
    if (!lock)
        return lock.error();
    auto content = contentOf(m_path);
    if (content && content->isFromTheFuture)
        return fromTheFuture(m_path);
    if (!content && content.error().code == Error::Code::Invalid) {
        if (auto moved = moveAside(m_path); !moved)
            return moved;
        content = Content{};
    }
    if (!content)
        return content.error();
    const QString now = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    for (const TrustSubject &subject : subjects) {
        QJsonObject &entry = content->entries[subject.path];
        entry.insert(u"path"_s, subject.path);
        entry.insert(u"sha256"_s, QString::fromLatin1(subject.sha256.toHex()));
        entry.insert(u"time"_s, now);
    }
    return writeTextFile(m_path, serialized(*content));
}

Result<void> TrustStore::revoke(const QString &path)
{
    const Error nothing{Error::Code::NotFound, translate("cpx", "%1 is not trusted").arg(path)};
    if (!QFileInfo::exists(m_path))
        return nothing;
    const auto lock = FileLock::of(m_path + u".lock"_s);
    if (!lock)
        return lock.error();
    auto content = contentOf(m_path);
    if (!content)
        return content.error();
    if (content->isFromTheFuture)
        return fromTheFuture(m_path);
    if (content->entries.remove(path) == 0)
        return nothing;
    return writeTextFile(m_path, serialized(*content));
}

Result<QList<TrustSubject>> TrustStore::all() const
{
    const auto &content = Cache::current(m_path, m_cache).content;
    if (!content)
        return content.error();
    QList<TrustSubject> subjects;
    for (auto entry = content->entries.begin(); entry != content->entries.end(); ++entry)
        subjects.append({entry.key(), hashOf(*entry)});
    return subjects;
}

} // namespace cpx
