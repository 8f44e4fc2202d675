// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"

#include "core/redaction.h"

#include <QDateTime>
#include <cstdio>

namespace cpx {

namespace {

QByteArray escaped(const QByteArray &text)
{
    QByteArray result;
    result.reserve(text.size());
    const auto appendCode = [&result](unsigned char code) {
        result += "\\x" + QByteArray::number(code, 16).rightJustified(2, '0');
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const auto code = static_cast<unsigned char>(text[i]);
        const auto following = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
        if (code == '\n') {
            result += "\\n";
        } else if (code < 0x20 || code == 0x7f) {
            appendCode(code);
        } else if (code == 0xc2 && following >= 0x80 && following < 0xa0) {
            appendCode(code); // U+0080 to U+009F in UTF-8: terminals take U+009B for the start of a sequence
            appendCode(following);
            ++i;
        } else {
            result += text[i];
        }
    }
    return result;
}

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
    const QByteArray text = escaped(redacted(message.toUtf8()));
    if (type == QtWarningMsg || type == QtCriticalMsg || type == QtFatalMsg)
        return "codex-plus: " + text + '\n';
    return QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1() + ' ' + category + ": " + text + '\n';
}

void installLogHandler()
{
    qInstallMessageHandler(writeMessage);
}

} // namespace cpx
