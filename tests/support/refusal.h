// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/proxybench.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace cpx {

/// What is wrong with the answer to a request that had to be refused, or nothing: it must come with this status and code, be
/// one whole JSON document and the only answer, and end the connection.
inline QString faultOfRefusal(const TestClient &client, int status, const QByteArray &code)
{
    if (!QTest::qWaitFor([&] { return client.isClosed(); }, 10'000))
        return QStringLiteral("the connection stays open after: ") + QString::fromLatin1(client.received());
    if (client.status() != status)
        return QStringLiteral("answered: ") + QString::fromLatin1(client.received());
    if (client.values("x-codex-plus-error") != QList<QByteArray>{code})
        return QStringLiteral("the code is: ") + QString::fromLatin1(client.values("x-codex-plus-error").join(' '));
    if (client.values("connection") != QList<QByteArray>{"close"})
        return QStringLiteral("no Connection: close in: ") + QString::fromLatin1(client.head());
    if (client.values("content-type") != QList<QByteArray>{"application/json"})
        return QStringLiteral("no JSON by its type: ") + QString::fromLatin1(client.head());
    if (client.values("content-length") != QList<QByteArray>{QByteArray::number(client.rawBody().size())})
        return QStringLiteral("not one whole answer: ") + QString::fromLatin1(client.received());
    const QJsonObject document = QJsonDocument::fromJson(client.rawBody()).object();
    const QJsonObject error = document.value(QLatin1StringView("error")).toObject();
    if (document.size() != 1 || error.size() != 3 || error.value(QLatin1StringView("type")).toString().isEmpty()
        || error.value(QLatin1StringView("code")).toString().toLatin1() != code
        || error.value(QLatin1StringView("message")).toString().isEmpty())
        return QStringLiteral("not our document: ") + QString::fromLatin1(client.rawBody());
    return {};
}

/// The same, and the upstream must have heard nothing at all.
inline QString faultOfRefusal(const ProxyBench &bench, const TestClient &client, int status, const QByteArray &code)
{
    QString fault = faultOfRefusal(client, status, code);
    if (fault.isEmpty() && bench.upstream.connectionCount() > 0)
        fault = QStringLiteral("the upstream was connected to");
    return fault;
}

/// The text with PORT replaced by the port of the proxy.
inline QByteArray withPort(QByteArray text, const ProxyBench &bench)
{
    return text.replace("PORT", QByteArray::number(bench.engine->port()));
}

/// A good request that nobody may see: what stands behind a refused one.
inline QByteArray smuggled(const ProxyBench &bench)
{
    return withPort("GET /v1/smuggled HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", bench);
}

} // namespace cpx
