// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/format.h"

#include "core/redaction.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace cpx::format {

namespace {

QString decimal(double value, int digits)
{
    return QLocale().toString(value, 'f', digits);
}

} // namespace

QString unknown()
{
    return u"—"_s;
}

QString duration(std::optional<qint64> microseconds)
{
    if (!microseconds || *microseconds < 0)
        return unknown();
    const double milliseconds = static_cast<double>(*microseconds) / 1000.0;
    if (milliseconds < 10)
        return QCoreApplication::translate("cpx", "%1 ms").arg(decimal(milliseconds, 1));
    if (milliseconds < 999.5)
        return QCoreApplication::translate("cpx", "%1 ms").arg(decimal(milliseconds, 0));
    const double seconds = milliseconds / 1000.0;
    if (seconds < 99.95)
        return QCoreApplication::translate("cpx", "%1 s").arg(decimal(seconds, 1));
    const auto whole = static_cast<qint64>(seconds + 0.5);
    if (whole < 3600)
        return QCoreApplication::translate("cpx", "%1 min %2 s").arg(whole / 60).arg(whole % 60);
    return QCoreApplication::translate("cpx", "%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

QString size(std::optional<qint64> bytes)
{
    if (!bytes || *bytes < 0)
        return unknown();
    return QLocale().formattedDataSize(*bytes, *bytes < 1000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

QString count(std::optional<qint64> number)
{
    return number ? QLocale().toString(*number) : unknown();
}

QString time(qint64 millisecondsSinceEpoch, qint64 now)
{
    if (millisecondsSinceEpoch <= 0)
        return unknown();
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(millisecondsSinceEpoch);
    const QString clock = moment.time().toString(u"HH:mm:ss"_s);
    if (moment.date() == QDateTime::fromMSecsSinceEpoch(now).date())
        return clock;
    return QLocale().toString(moment.date(), QLocale::ShortFormat) + u' ' + clock;
}

QString ago(qint64 millisecondsSinceEpoch, qint64 now)
{
    const qint64 seconds = (now - millisecondsSinceEpoch) / 1000;
    if (seconds < 10)
        return QCoreApplication::translate("cpx", "just now");
    if (seconds < 60)
        return QCoreApplication::translate("cpx", "%1 s ago").arg(seconds);
    if (seconds < 3600)
        return QCoreApplication::translate("cpx", "%1 min ago").arg(seconds / 60);
    if (seconds < 48 * 3600)
        return QCoreApplication::translate("cpx", "%1 h ago").arg(seconds / 3600);
    return QCoreApplication::translate("cpx", "%1 days ago").arg(seconds / 86400);
}

QString singleLine(const QString &text, qsizetype limit)
{
    QString line = text.left(limit);
    for (QChar &c : line) {
        const bool hidden = c.category() == QChar::Other_Control || c.category() == QChar::Other_Format
            || c.category() == QChar::Separator_Line || c.category() == QChar::Separator_Paragraph;
        if (hidden)
            c = u' ';
    }
    if (text.size() > limit)
        line += u'…';
    return line;
}

QString requestLine(const QByteArray &method, const QByteArray &target, qsizetype limit)
{
    if (method.isEmpty() && target.isEmpty())
        return QCoreApplication::translate("cpx", "unreadable request");
    return singleLine(QString::fromUtf8(method) + u' ' + QString::fromUtf8(redacted(target)), limit).trimmed();
}

QString sentence(const QString &message)
{
    QString text = message.trimmed();
    if (text.isEmpty())
        return text;
    // A path or an option at the beginning has no capital form.
    if (text.at(0).isLower() && !text.section(u' ', 0, 0).contains(u'.'))
        text[0] = text.at(0).toUpper();
    if (text.back().isLetterOrNumber() || text.back() == u')')
        text += u'.';
    return text;
}

} // namespace cpx::format
