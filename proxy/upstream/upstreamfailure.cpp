// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/upstreamfailure.h"

#include "core/translate.h"
#include "proxy/upstream/upstreamurl.h"

#include <QRegularExpression>
#include <QSslError>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

using Kind = UpstreamFailure::Kind;

constexpr char failureProperty[] = "upstreamFailure";

Kind kindOf(QSslError::SslError error)
{
    switch (error) {
    case QSslError::CertificateExpired:
    case QSslError::CertificateNotYetValid:
    case QSslError::InvalidNotBeforeField:
    case QSslError::InvalidNotAfterField:
        return Kind::TlsExpired;
    case QSslError::HostNameMismatch:
        return Kind::TlsName;
    default:
        return Kind::TlsUntrusted;
    }
}

/// OpenSSL's reason in "error:0A000102:…" (the low twelve bits, in all versions), or 0.
uint openSslReason(const QString &text)
{
    static const QRegularExpression code(u"error:([0-9A-Fa-f]{8}):"_s);
    return code.match(text).captured(1).toUInt(nullptr, 16) & 0xfffu;
}

Kind kindOf(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError: return Kind::Refused;
    case QNetworkReply::HostNotFoundError: return Kind::HostNotFound;
    case QNetworkReply::TimeoutError: return Kind::ConnectTimeout;
    case QNetworkReply::OperationCanceledError: return Kind::Cancelled;
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolInvalidOperationError:
        return Kind::Protocol;
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError: // Qt's client wanted to send the body again, which we never allow
        return Kind::Closed;
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
        return Kind::Proxy;
    default:
        return Kind::Unreachable;
    }
}

} // namespace

UpstreamFailure tlsFailure(const QList<QSslError> &errors, const QString &text)
{
    // Qt leaves authorities that have expired out of its store: one's own certificate that has is both. Nothing else that
    // a certificate says is proven while its signer is unknown.
    for (const Kind kind : {Kind::TlsExpired, Kind::TlsUntrusted, Kind::TlsName}) {
        for (const QSslError &error : errors) {
            if (kindOf(error.error()) == kind)
                return {kind, error.errorString()};
        }
    }
    switch (openSslReason(text)) {
    case 258: // SSL_R_UNSUPPORTED_PROTOCOL
    case 1070: // SSL_R_TLSV1_ALERT_PROTOCOL_VERSION
        return {Kind::TlsVersion, text};
    case 156: // SSL_R_HTTP_REQUEST
    case 267: // SSL_R_WRONG_VERSION_NUMBER
        return {Kind::TlsPlain, text};
    default:
        return {Kind::Tls, text};
    }
}

QNetworkReply::NetworkError UpstreamFailure::networkError() const
{
    switch (kind) {
    case Kind::Refused: return QNetworkReply::ConnectionRefusedError;
    case Kind::HostNotFound: return QNetworkReply::HostNotFoundError;
    case Kind::LookupTimeout:
    case Kind::ConnectTimeout: return QNetworkReply::TimeoutError;
    case Kind::ForbiddenAddress: return QNetworkReply::ContentAccessDenied;
    case Kind::Proxy: return QNetworkReply::UnknownProxyError;
    case Kind::TlsExpired:
    case Kind::TlsName:
    case Kind::TlsUntrusted:
    case Kind::TlsVersion:
    case Kind::TlsPlain:
    case Kind::TlsClosed:
    case Kind::Tls: return QNetworkReply::SslHandshakeFailedError;
    case Kind::Closed: return QNetworkReply::RemoteHostClosedError;
    case Kind::Protocol: return QNetworkReply::ProtocolFailure;
    case Kind::Cancelled: return QNetworkReply::OperationCanceledError;
    case Kind::Unreachable: return QNetworkReply::UnknownNetworkError;
    }
    Q_UNREACHABLE();
}

void setFailure(QNetworkReply &reply, const UpstreamFailure &failure)
{
    reply.setProperty(failureProperty, QVariant::fromValue(failure));
}

UpstreamFailure failureOf(const QNetworkReply &reply)
{
    const QVariant known = reply.property(failureProperty);
    if (known.isValid())
        return known.value<UpstreamFailure>();
    if (reply.error() == QNetworkReply::SslHandshakeFailedError)
        return tlsFailure({}, reply.errorString());
    return {kindOf(reply.error()), reply.errorString()};
}

http::HttpError gatewayError(const UpstreamFailure &failure, const QUrl &base)
{
    const QString origin = originText(base);
    const auto sentence = [&](const QString &text) { return text.arg(origin); };
    switch (failure.kind) {
    case Kind::Refused:
        return {502, "upstream_refused", sentence(translate("cpx", "%1 refuses connections. Is it running, and is the port right?"))};
    case Kind::HostNotFound:
        return {502, "upstream_dns", sentence(translate("cpx", "The host of %1 cannot be found. Check the network and upstream.url."))};
    case Kind::LookupTimeout:
        return {504, "upstream_dns_timeout", sentence(translate("cpx", "The host of %1 could not be looked up in time. Check the network."))};
    case Kind::ForbiddenAddress:
        return {502, "upstream_forbidden", sentence(translate("cpx", "Nothing is sent to %1: %2.")).arg(failure.detail)};
    case Kind::ConnectTimeout:
        return {504, "upstream_connect_timeout", sentence(translate("cpx", "%1 cannot be reached in time."))};
    case Kind::Proxy:
        return {502, "upstream_proxy", sentence(translate("cpx", "The HTTP proxy does not connect to %1 (%2). Check upstream.httpProxy.")).arg(failure.detail)};
    case Kind::TlsExpired:
        return {502, "upstream_tls_expired", sentence(translate("cpx", "The certificate of %1 has expired or is not valid yet. Check this computer's clock; else its operator has to renew it."))};
    case Kind::TlsName:
        return {502, "upstream_tls_name", sentence(translate("cpx", "The certificate of %1 belongs to another host. Check the host in upstream.url."))};
    case Kind::TlsUntrusted:
        return {502, "upstream_tls_untrusted", sentence(translate("cpx", "The certificate of %1 is not signed by anybody this computer trusts (%2). If it is your own, name its authority in upstream.caFile.")).arg(failure.detail)};
    case Kind::TlsVersion:
        return {502, "upstream_tls_version", sentence(translate("cpx", "%1 does not speak TLS 1.2 or newer. Its operator has to update it."))};
    case Kind::TlsPlain:
        return {502, "upstream_tls_plain", sentence(translate("cpx", "What answers at %1 does not speak TLS. Check the port in upstream.url."))};
    case Kind::TlsClosed:
        return {502, "upstream_tls_closed", sentence(translate("cpx", "%1 closed the connection while it was being secured. Check the port in upstream.url, and whether something on the way forbids it."))};
    case Kind::Tls:
        return {502, "upstream_tls", sentence(translate("cpx", "The secure connection to %1 failed (%2).")).arg(failure.detail)};
    case Kind::Protocol:
        return {502, "upstream_protocol", sentence(translate("cpx", "%1 sent an answer that is not valid HTTP."))};
    case Kind::Closed:
        return {502, "upstream_closed", sentence(translate("cpx", "%1 closed the connection before it answered."))};
    case Kind::Cancelled:
    case Kind::Unreachable:
        return {502, "upstream_unreachable", sentence(translate("cpx", "%1 cannot be reached."))};
    }
    Q_UNREACHABLE();
}

} // namespace cpx
