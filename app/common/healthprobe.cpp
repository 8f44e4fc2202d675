// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/healthprobe.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <memory>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int patienceMs = 2000;
constexpr qint64 maximumSize = 64 * 1024;

} // namespace

Result<QJsonObject> probeHealth(const QString &endpointUrl)
{
    QNetworkAccessManager manager;
    manager.setProxy(QNetworkProxy::NoProxy);
    QNetworkRequest request(QUrl(endpointUrl + u"/health"_s));
    request.setTransferTimeout(patienceMs);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    const std::unique_ptr<QNetworkReply> reply(manager.get(request));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    if (reply->error() != QNetworkReply::NoError)
        return Error{Error::Code::NotFound, reply->errorString()};
    const QJsonObject json = QJsonDocument::fromJson(reply->read(maximumSize)).object();
    if (json.value(u"status"_s) != u"healthy"_s)
        return Error{Error::Code::Invalid,
                     QCoreApplication::translate("cpx", "something else than Codex-Plus answers at %1").arg(endpointUrl)};
    return json;
}

} // namespace cpx
