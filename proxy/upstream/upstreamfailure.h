// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/message.h"

#include <QNetworkReply>
#include <QUrl>

class QSslError;

namespace cpx {

/// Why there is no answer, or no whole one: finer than QNetworkReply::NetworkError, which knows one kind of TLS failure and
/// no forbidden address. A plain value.
struct UpstreamFailure
{
    enum class Kind {
        Refused, ///< nobody listens
        HostNotFound,
        LookupTimeout,
        ForbiddenAddress, ///< AddressRules refuse every address of the host
        ConnectTimeout, ///< of TCP or of the TLS handshake
        Proxy, ///< the HTTP proxy on the way cannot or will not connect
        TlsExpired, ///< the certificate is not valid now
        TlsName, ///< the certificate is another host's
        TlsUntrusted, ///< nobody we trust has signed the certificate
        TlsVersion, ///< the upstream speaks nothing newer than TLS 1.1
        TlsPlain, ///< what answers speaks no TLS
        TlsClosed, ///< the connection ended in the middle of the handshake
        Tls, ///< any other failure of the handshake
        Closed,
        Protocol, ///< the answer is no HTTP we read
        Cancelled,
        Unreachable, ///< anything else
    };
    Kind kind = Kind::Unreachable;
    QString detail{}; ///< from below, for the message; may be empty

    QNetworkReply::NetworkError networkError() const;
};

/// A failed TLS handshake: from what verification said about the certificate, or else from OpenSSL's text.
UpstreamFailure tlsFailure(const QList<QSslError> &errors, const QString &text);

/// Remembers the reason in a reply, for failureOf().
void setFailure(QNetworkReply &reply, const UpstreamFailure &failure);

/// Why a reply failed: what setFailure() said, or what its error() tells.
UpstreamFailure failureOf(const QNetworkReply &reply);

/// What to tell the client about a reply that failed before its head: 502 or 504 with a stable code.
http::HttpError gatewayError(const UpstreamFailure &failure, const QUrl &base);

} // namespace cpx

Q_DECLARE_METATYPE(cpx::UpstreamFailure)
