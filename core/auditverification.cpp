// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auditverification.h"

#include "core/auditfiles.h"
#include "core/translate.h"

#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype maximumProblems = 50;

class Verifier
{
public:
    explicit Verifier(const QString &directory)
        : m_directory(directory)
    {
    }

    Result<AuditVerification> run()
    {
        bool isAny = false;
        for (int number = audit::maximumFiles - 1; number >= 0; --number) {
            const QString name = audit::fileName(m_directory, number);
            if (!QFileInfo::exists(name))
                continue;
            isAny = true;
            if (auto read = readFile(name); !read)
                return read.error();
        }
        compareWithHead(isAny);
        return m_found;
    }

private:
    void report(const QString &problem)
    {
        if (m_found.problems.size() < maximumProblems)
            m_found.problems.append(problem);
    }

    Result<void> readFile(const QString &name)
    {
        QFile file(name);
        if (!QFileInfo(name).isFile() || !file.open(QIODevice::ReadOnly))
            return Error{Error::Code::Io, translate("cpx", "%1 cannot be read: %2; check its permissions").arg(name, file.errorString())};
        const QString shortName = QFileInfo(name).fileName();
        for (qint64 number = 1; !file.atEnd(); ++number) {
            QByteArray line = file.readLine(audit::maximumLine + 1);
            const QString place = translate("cpx", "%1, line %2").arg(shortName).arg(number);
            if (line.endsWith('\n'))
                line.chop(1);
            else
                report(translate("cpx", "%1: the line is incomplete").arg(place));
            look(line, place);
        }
        return {};
    }

    void look(const QByteArray &line, const QString &place)
    {
        const auto record = audit::parsed(line);
        if (!record) {
            report(translate("cpx", "%1: this is no record").arg(place));
        } else {
            ++m_found.records;
            compareWithLast(*record, place);
            m_found.last = audit::sequenceOf(*record);
            m_previousOfLast = record->value(u"prev"_s).toString().toLatin1();
            if (record->value(u"event"_s).toString() == QLatin1StringView(audit::repairedEvent))
                ++m_found.repairs;
        }
        m_hash = audit::hashOf(line);
        m_isBegun = true;
    }

    void compareWithLast(const QJsonObject &record, const QString &place)
    {
        const qint64 sequence = audit::sequenceOf(record);
        if (m_found.first == 0)
            m_found.first = sequence;
        if (m_found.last > 0 && sequence > m_found.last + 1)
            report(translate("cpx", "%1: records %2 to %3 are missing").arg(place).arg(m_found.last + 1).arg(sequence - 1));
        else if (m_found.last > 0 && sequence <= m_found.last)
            report(translate("cpx", "%1: record %2 comes after record %3").arg(place).arg(sequence).arg(m_found.last));
        else if (m_isBegun ? record.value(u"prev"_s).toString().toLatin1() != m_hash : sequence == 1 && record.value(u"prev"_s).toString().toLatin1() != audit::noHash())
            report(translate("cpx", "%1: the record before it was changed").arg(place));
    }

    void compareWithHead(bool isAny)
    {
        const auto head = audit::Head::read(m_directory);
        if (!head)
            return report(head.error().message);
        if (!*head) {
            if (isAny)
                report(translate("cpx", "audit.head is missing: records at the end may be, too"));
            return;
        }
        const qint64 expected = (*head)->sequence;
        if (m_found.first > (*head)->first)
            report(translate("cpx", "records %1 to %2 are missing at the beginning").arg((*head)->first).arg(m_found.first - 1));
        if (m_found.last < expected)
            report(translate("cpx", "records %1 to %2 are missing at the end").arg(m_found.last + 1).arg(expected));
        else if (m_found.last == expected ? m_hash != (*head)->hash : m_found.last != expected + 1 || m_previousOfLast != (*head)->hash)
            report(translate("cpx", "the last record is not the one that was written"));
    }

    const QString m_directory;
    AuditVerification m_found;
    QByteArray m_hash; ///< of the line before
    QByteArray m_previousOfLast;
    bool m_isBegun = false;
};

} // namespace

Result<AuditVerification> verifyAuditFiles(const QString &directory)
{
    return Verifier(directory).run();
}

} // namespace cpx
