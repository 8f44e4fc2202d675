// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/server/errordocument.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace cpx {

QByteArray errorBody(const http::HttpError &error)
{
    const QString type = error.status >= 500 ? u"codex_plus_upstream_error"_s : u"invalid_request_error"_s;
    return QJsonDocument(QJsonObject{{u"error"_s,
                                      QJsonObject{{u"type"_s, type},
                                                  {u"code"_s, QString::fromLatin1(error.code)},
                                                  {u"message"_s, error.message}}}})
        .toJson(QJsonDocument::Compact);
}

QByteArray errorDocument(const http::HttpError &error, QByteArrayView method)
{
    const QByteArray body = errorBody(error);
    QByteArray text = "HTTP/1.1 " + QByteArray::number(error.status) + ' ' + http::reasonPhrase(error.status) + "\r\n";
    error.fields.writeTo(text);
    text += "Content-Type: application/json\r\nX-Codex-Plus-Error: " + error.code
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n";
    if (method != "HEAD")
        text += body;
    return text;
}

} // namespace cpx
