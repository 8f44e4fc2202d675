// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/originguardstage.h"

#include <QCoreApplication>

namespace cpx {

OriginGuardStage::OriginGuardStage(quint16 port)
    : m_portSuffix(':' + QByteArray::number(port))
    , m_isDefaultPort(port == 80)
{
}

bool OriginGuardStage::isOurHost(QByteArrayView host) const
{
    for (const QByteArrayView name : {"127.0.0.1", "localhost", "[::1]"}) {
        if (host.size() < name.size() || !http::equalsIgnoreCase(host.first(name.size()), name))
            continue;
        const QByteArrayView port = host.sliced(name.size());
        if (port == m_portSuffix || (port.isEmpty() && m_isDefaultPort))
            return true;
    }
    return false;
}

void OriginGuardStage::handle(StageRequest &request, Next next)
{
    http::RequestHead &head = request.head;
    const auto refuse = [&](const char *code, const char *text) {
        next(http::HttpError{403, code, QCoreApplication::translate("cpx", text)});
    };
    const auto host = head.headers.first("host"); // absent only in HTTP/1.0
    if (host && !isOurHost(*host)) {
        return refuse("wrong_host",
                      QT_TRANSLATE_NOOP("cpx", "This proxy answers only to its own loopback address and port."));
    }
    const auto site = head.headers.first("sec-fetch-site");
    if (head.headers.contains("origin") || head.headers.contains("access-control-request-method")
        || (site && !http::equalsIgnoreCase(*site, "none") && !http::equalsIgnoreCase(*site, "same-origin"))) {
        return refuse("browser_origin", QT_TRANSLATE_NOOP("cpx", "Requests from web pages are not accepted."));
    }
    next(Continue{});
}

} // namespace cpx
