// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>

namespace cpx {

/// Makes a self-signed certificate for `host`, NAME.pem, and its key, NAME.key, with the openssl program. Returns what it
/// said when it failed, else nothing.
inline QByteArray makeCertificate(const QString &directory, const QString &name, const QString &host)
{
    const QString base = directory + u'/' + name;
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"),
                  {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("rsa:2048"),
                   QStringLiteral("-nodes"), QStringLiteral("-subj"), QStringLiteral("/CN=") + host, QStringLiteral("-addext"),
                   QStringLiteral("subjectAltName=DNS:") + host, QStringLiteral("-days"), QStringLiteral("30"), QStringLiteral("-keyout"),
                   base + QStringLiteral(".key"), QStringLiteral("-out"), base + QStringLiteral(".pem")});
    const bool isMade = openssl.waitForFinished() && openssl.exitCode() == 0;
    return isMade ? QByteArray() : openssl.readAllStandardError() + '.';
}

} // namespace cpx
