// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSslConfiguration>
#include <QString>
#include <optional>

namespace cpx {

/// The TLS settings of all upstream connections, made when the first one needs them: making a QSslConfiguration, even an
/// empty one, loads OpenSSL, which costs 6 MiB and several milliseconds that a plain upstream need not pay.
class TlsConfiguration
{
public:
    /// `caFile`: PEM file with certificate authorities trusted in addition to the system's store; empty: none.
    explicit TlsConfiguration(QString caFile)
        : m_caFile(std::move(caFile))
    {
    }

    /// TLS 1.2 or newer, the peer's certificate always verified. Reads the CA file on the first call.
    const QSslConfiguration &get();

private:
    QString m_caFile;
    std::optional<QSslConfiguration> m_configuration;
};

} // namespace cpx
