// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/tlsconfiguration.h"

#include <QSslCertificate>
#include <QSslSocket>

namespace cpx {

const QSslConfiguration &TlsConfiguration::get()
{
    if (!m_configuration) {
        m_configuration = QSslConfiguration::defaultConfiguration();
        m_configuration->setProtocol(QSsl::TlsV1_2OrLater);
        m_configuration->setPeerVerifyMode(QSslSocket::VerifyPeer);
        if (!m_caFile.isEmpty())
            m_configuration->addCaCertificates(QSslCertificate::fromPath(m_caFile));
    }
    return *m_configuration;
}

} // namespace cpx
