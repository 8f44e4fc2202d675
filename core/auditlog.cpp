// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auditlog.h"

#include "core/auditfiles.h"
#include "core/descriptor.h"
#include "core/filelock.h"
#include "core/paths.h"
#include "core/redaction.h"
#include "core/translate.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

using audit::Head;

constexpr qsizetype maximumText = 2048; // characters; four of them, escaped, stay below audit::maximumLine

/// The log while it is locked: one append.
class Appending
{
public:
    Appending(const QString &directory, qint64 maximumFileSize)
        : m_directory(directory)
        , m_maximumFileSize(maximumFileSize)
    {
    }

    Result<void> run(const AuditEvent &event)
    {
        if (auto opened = open(); !opened)
            return opened;
        if (auto ready = findEnd(); !ready)
            return ready;
        if (!m_notice.event.isEmpty()) {
            if (auto noted = add(m_notice); !noted)
                return noted;
        }
        return add(event);
    }

private:
    Error failure(int number) const
    {
        return {Error::Code::Io, translate("cpx", "%1 cannot be written: %2; check its permissions and free space")
                                     .arg(audit::fileName(m_directory, 0), qt_error_string(number))};
    }

    Result<void> open()
    {
        const QByteArray name = QFile::encodeName(audit::fileName(m_directory, 0));
        m_file.reset(::open(name.constData(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
        struct stat info = {};
        if (!m_file.isOpen() || ::fstat(m_file.get(), &info) != 0)
            return failure(errno);
        if (!S_ISREG(info.st_mode))
            return Error{Error::Code::Invalid, translate("cpx", "%1 is not a regular file; move it away").arg(audit::fileName(m_directory, 0))};
        m_size = info.st_size;
        if (m_size == 0) { // perhaps new: its name has to be on disk, too
            const Descriptor directory(::open(QFile::encodeName(m_directory).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
            ::fsync(directory.get());
        }
        return {};
    }

    /// Where the chain goes on, and what has happened to it meanwhile.
    Result<void> findEnd()
    {
        auto head = Head::read(m_directory);
        if (!head && head.error().code == Error::Code::Io)
            return head.error();
        auto last = takeLastLine();
        if (!last)
            return last.error();
        const auto record = audit::parsed(*last);
        const bool isEmpty = last->isEmpty();
        const bool isReadable = isEmpty || record;
        Head found; // by the log alone
        if (record) {
            found.sequence = audit::sequenceOf(*record);
            found.hash = audit::hashOf(*last);
        }
        if (!head || !*head) {
            m_head = found;
            if (!isEmpty)
                note(u"audit-damaged"_s, u"audit.head was missing or damaged"_s);
            return {};
        }
        m_head = **head;
        const bool isUpToDate = record && found.sequence == m_head.sequence && found.hash == m_head.hash;
        // The head is written after the record: a crash in between leaves it one behind.
        const bool isOneAhead = record && found.sequence == m_head.sequence + 1 && record->value(u"prev"_s).toString().toLatin1() == m_head.hash;
        if (isOneAhead) {
            m_head.sequence = found.sequence;
            m_head.hash = found.hash;
        } else if (!isReadable) {
            note(u"audit-damaged"_s, u"the last line was no record"_s);
        } else if (!isUpToDate) {
            note(u"audit-damaged"_s, found.sequence == m_head.sequence
                     ? u"the last record was not the one that was written"_s
                     : u"the log ended with record %1 instead of %2"_s.arg(found.sequence).arg(m_head.sequence));
        }
        return {};
    }

    /// The last whole line of the newest file that has one; what follows it is cut off. Empty: there is none.
    Result<QByteArray> takeLastLine()
    {
        const qint64 from = qMax<qint64>(0, m_size - 2 * audit::maximumLine);
        QByteArray tail(m_size - from, '\0');
        if (::pread(m_file.get(), tail.data(), size_t(tail.size()), from) != tail.size())
            return failure(EIO);
        const qsizetype end = tail.lastIndexOf('\n') + 1;
        if (const QByteArray torn = tail.sliced(end); !torn.isEmpty()) {
            if (::ftruncate(m_file.get(), from + end) != 0)
                return failure(errno);
            m_size = from + end;
            note(QString::fromLatin1(audit::repairedEvent), u"%1 bytes of a torn last line were cut off"_s.arg(torn.size()));
            m_notice.contentHash = QByteArray::fromHex(audit::hashOf(torn));
        }
        if (end == 0)
            return lastLineOf(audit::fileName(m_directory, 1));
        const qsizetype begin = tail.lastIndexOf('\n', end - 2) + 1;
        return tail.sliced(begin, end - 1 - begin);
    }

    /// Of a file that is complete.
    static QByteArray lastLineOf(const QString &name)
    {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        file.seek(qMax<qint64>(0, file.size() - 2 * audit::maximumLine));
        const QByteArray tail = file.readAll();
        const qsizetype end = tail.lastIndexOf('\n');
        return end < 0 ? QByteArray() : tail.sliced(tail.lastIndexOf('\n', end - 1) + 1, end - tail.lastIndexOf('\n', end - 1) - 1);
    }

    void note(const QString &event, const QString &what)
    {
        if (m_notice.event.isEmpty())
            m_notice = {event, what, u"continued"_s, u"audit log"_s, {}};
        else
            m_notice.what += u"; "_s + what;
    }

    static QString text(const QString &text) { return QString::fromUtf8(redacted(text.left(maximumText).toUtf8())); }

    QByteArray lineOf(const AuditEvent &event) const
    {
        QJsonObject record{
            {u"seq"_s, m_head.sequence + 1},
            {u"time"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
            {u"event"_s, text(event.event)},
            {u"who"_s, qint64(::getuid())},
            {u"what"_s, text(event.what)},
            {u"decision"_s, text(event.decision)},
            {u"rule"_s, text(event.rule)},
            {u"prev"_s, QString::fromLatin1(m_head.hash)},
        };
        if (!event.contentHash.isEmpty())
            record.insert(u"hash"_s, QString::fromLatin1(event.contentHash.toHex()));
        return QJsonDocument(record).toJson(QJsonDocument::Compact);
    }

    Result<void> add(const AuditEvent &event)
    {
        const QByteArray line = lineOf(event);
        if (m_size > 0 && m_size + line.size() + 1 > m_maximumFileSize) {
            if (auto rotated = rotate(); !rotated)
                return rotated;
        }
        const QByteArray bytes = line + '\n';
        if (const ssize_t size = ::write(m_file.get(), bytes.constData(), size_t(bytes.size())); size != bytes.size()) {
            const int number = size < 0 ? errno : ENOSPC;
            [[maybe_unused]] const int cut = ::ftruncate(m_file.get(), m_size); // nothing of it, rather than half
            return failure(number);
        }
        if (::fsync(m_file.get()) != 0)
            return failure(errno);
        m_size += bytes.size();
        m_head.sequence += 1;
        m_head.hash = audit::hashOf(line);
        return m_head.write(m_directory);
    }

    Result<void> rotate()
    {
        // The head first: a crash then leaves more records than there have to be.
        QFile next(audit::fileName(m_directory, audit::maximumFiles - 2)); // the oldest that stays
        if (QFileInfo::exists(audit::fileName(m_directory, audit::maximumFiles - 1)) && next.open(QIODevice::ReadOnly)) {
            if (const auto record = audit::parsed(next.readLine(audit::maximumLine).chopped(1)))
                m_head.first = audit::sequenceOf(*record);
            if (auto written = m_head.write(m_directory); !written)
                return written;
        }
        for (int number = audit::maximumFiles - 2; number >= 0; --number) {
            const QByteArray from = QFile::encodeName(audit::fileName(m_directory, number));
            const QByteArray to = QFile::encodeName(audit::fileName(m_directory, number + 1));
            if (::rename(from.constData(), to.constData()) != 0 && errno != ENOENT)
                return failure(errno);
        }
        return open();
    }

    const QString m_directory;
    const qint64 m_maximumFileSize;
    Descriptor m_file;
    qint64 m_size = 0;
    Head m_head;
    AuditEvent m_notice; ///< what has to be said first
};

} // namespace

AuditLog::AuditLog(const QString &dataDirectory, qint64 maximumFileSize)
    : m_directory(dataDirectory)
    , m_maximumFileSize(maximumFileSize)
{
}

Result<void> AuditLog::append(const AuditEvent &event)
{
    if (auto ready = ensurePrivateDirectory(m_directory); !ready)
        return ready;
    const auto lock = FileLock::of(audit::lockName(m_directory));
    if (!lock)
        return lock.error();
    return Appending(m_directory, m_maximumFileSize).run(event);
}

Result<AuditVerification> AuditLog::verify() const
{
    if (!QFileInfo::exists(m_directory))
        return AuditVerification{};
    const auto lock = FileLock::of(audit::lockName(m_directory));
    if (!lock)
        return lock.error();
    return verifyAuditFiles(m_directory);
}

} // namespace cpx
