// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"

#include "core/redaction.h"
#include "core/terminaltext.h"

#include <QDateTime>
#include <cstdio>

namespace cpx {

namespace {

void writeMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QByteArray line = logLine(type, context.category, message);
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr); // one call: lines of threads do not mix
    if (type == QtFatalMsg)
        std::abort();
}

} // namespace

QByteArray logLine(QtMsgType type, const char *category, const QString &message)
{
    const QByteArray text = terminalText(redacted(message.toUtf8()), LineBreaks::Escape);
    if (type == QtWarningMsg || type == QtCriticalMsg || type == QtFatalMsg)
        return "codex-plus: " + text + '\n';
    return QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1() + ' ' + category + ": " + text + '\n';
}

void installLogHandler()
{
    qInstallMessageHandler(writeMessage);
}

} // namespace cpx
