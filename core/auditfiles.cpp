// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auditfiles.h"

#include "core/textfile.h"
#include "core/translate.h"

#include <QCryptographicHash>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace cpx::audit {

namespace {

constexpr qsizetype hashDigits = 64;
constexpr qint64 maximumHead = 4096;

bool isHash(const QJsonValue &value)
{
    return value.toString().size() == hashDigits;
}

QString headName(const QString &directory)
{
    return directory + u"/audit.head"_s;
}

} // namespace

QByteArray noHash()
{
    return QByteArray(hashDigits, '0');
}

QByteArray hashOf(const QByteArray &line)
{
    return QCryptographicHash::hash(line, QCryptographicHash::Sha256).toHex();
}

QString fileName(const QString &directory, int number)
{
    return number == 0 ? directory + u"/audit.jsonl"_s : directory + u"/audit.%1.jsonl"_s.arg(number);
}

QString lockName(const QString &directory)
{
    return directory + u"/audit.lock"_s;
}

Result<std::optional<Head>> Head::read(const QString &directory)
{
    const auto bytes = readTextFile(headName(directory), maximumHead);
    if (!bytes && bytes.error().code == Error::Code::NotFound)
        return std::optional<Head>();
    if (!bytes)
        return bytes.error();
    const QJsonObject object = QJsonDocument::fromJson(*bytes).object();
    const Head head{object.value(u"seq"_s).toInteger(), object.value(u"hash"_s).toString().toLatin1(), object.value(u"first"_s).toInteger()};
    if (head.sequence < 1 || head.first < 1 || !isHash(object.value(u"hash"_s)))
        return Error{Error::Code::Invalid, translate("cpx", "%1 is damaged").arg(headName(directory))};
    return std::optional<Head>(head);
}

Result<void> Head::write(const QString &directory) const
{
    const QJsonObject object{{u"seq"_s, sequence}, {u"hash"_s, QString::fromLatin1(hash)}, {u"first"_s, first}};
    return writeTextFile(headName(directory), QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
}

std::optional<QJsonObject> parsed(const QByteArray &line)
{
    const QJsonDocument document = QJsonDocument::fromJson(line);
    const QJsonObject record = document.object();
    if (sequenceOf(record) < 1 || !isHash(record.value(u"prev"_s)) || !record.value(u"event"_s).isString())
        return {};
    return record;
}

qint64 sequenceOf(const QJsonObject &record)
{
    return record.value(u"seq"_s).toInteger();
}

} // namespace cpx::audit
