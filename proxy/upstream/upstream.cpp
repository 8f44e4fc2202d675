// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/upstream.h"

#include "core/translate.h"
#include "proxy/upstream/upstreamurl.h"


namespace cpx {

http::HttpError gatewayError(const QNetworkReply &reply, const QUrl &base)
{
    const QString origin = originText(base);
    const auto sentence = [&](const QString &text) { return text.arg(origin); };
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
        return {502, "upstream_refused", sentence(translate("cpx", "%1 refuses connections. Is it running, and is the port right?"))};
    case QNetworkReply::HostNotFoundError:
        return {502, "upstream_dns", sentence(translate("cpx", "The host of %1 cannot be found. Check the network and upstream.url."))};
    case QNetworkReply::SslHandshakeFailedError:
        return {502, "upstream_tls",
                sentence(translate("cpx", "The secure connection to %1 failed (%2).")).arg(reply.errorString())};
    case QNetworkReply::TimeoutError:
        return {504, "upstream_connect_timeout", sentence(translate("cpx", "%1 cannot be reached in time."))};
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolInvalidOperationError:
        return {502, "upstream_protocol", sentence(translate("cpx", "%1 sent an answer that is not valid HTTP."))};
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError: // Qt's client wanted to send the body again, which we never allow
        return {502, "upstream_closed", sentence(translate("cpx", "%1 closed the connection before it answered."))};
    default:
        return {502, "upstream_unreachable", sentence(translate("cpx", "%1 cannot be reached."))};
    }
}

} // namespace cpx
