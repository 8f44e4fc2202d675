// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/demo/demomodel.h"

#include "proxy/demo/demoanswer.h"
#include "proxy/demo/demoerror.h"

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

void respondJson(HttpTransaction *transaction, int status, const QByteArray &json)
{
    transaction->respond(status, {{"content-type", "application/json"}}, json);
}

} // namespace

void DemoModel::handle(HttpTransaction *transaction)
{
    ++m_requests;
    const http::RequestHead &request = transaction->request();
    const QByteArrayView path = request.path();
    if (request.headers.contains("upgrade")) {
        respondJson(transaction, 426,
                    demoErrorBody("invalid_request_error", "websocket_unsupported",
                                  u"The demo model speaks HTTP only."_s));
    } else if (path.endsWith("/responses") && request.method == "POST") {
        new DemoAnswer(transaction, m_pace, m_requests); // its child
    } else if (path.endsWith("/models") && request.method == "GET") {
        respondJson(transaction, 200, R"({"models":[]})"); // Codex then uses its own catalog
    } else {
        respondJson(transaction, 404,
                    demoErrorBody("invalid_request_error", "not_found",
                                  u"The demo model does not know %1 %2."_s.arg(
                                      QString::fromLatin1(request.method), QString::fromUtf8(path))));
    }
}

} // namespace cpx
