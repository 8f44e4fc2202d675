// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/engineconfig.h"

#include "core/settings.h"
#include "proxy/upstream/upstreamurl.h"

#include <QCoreApplication>
#include <QFile>
#include <QSslCertificate>

using namespace Qt::StringLiterals;

namespace cpx {

Result<EngineConfig> EngineConfig::fromSettings(const Settings &settings)
{
    using std::chrono::milliseconds;
    const auto duration = [&](const char *key) { return milliseconds(settings.integer(key)); };
    EngineConfig config;
    config.host = QHostAddress(settings.text("proxy.host"));
    config.port = quint16(settings.integer("proxy.port"));
    const QString token = settings.text("proxy.clientToken");
    config.clientToken = token.toLatin1();
    // A field value that no program trims, folds or quotes. The message must not repeat it.
    if (!std::all_of(token.cbegin(), token.cend(), [](QChar c) { return c > u' ' && c < u'\x7f'; })) {
        return Error{Error::Code::Invalid,
                     QCoreApplication::translate("Settings", "proxy.clientToken holds other characters than ASCII letters, digits and punctuation; use some of "
                                                             "these, for example the output of openssl rand -hex 32")};
    }
    config.allowPrivate = settings.boolean("upstream.allowPrivate");
    if (const QString url = settings.text("upstream.url"); !url.isEmpty()) {
        auto upstream = parseUpstreamUrl(url, config.allowPrivate);
        if (!upstream)
            return upstream.error();
        config.upstream = *upstream;
    }
    auto proxy = UpstreamProxy::fromText(settings.text("upstream.httpProxy"), QProcessEnvironment::systemEnvironment());
    if (!proxy)
        return proxy.error();
    config.httpProxy = *proxy;
    // An http upstream is on this computer: a connection to it takes no time.
    const bool isLocal = config.upstream && config.upstream->scheme() == u"http";
    config.preconnect = settings.boolean("upstream.preconnect") && !isLocal;
    config.transport = settings.text("upstream.transport") == u"stock" ? Transport::Stock : Transport::Direct;
    config.connectTimeout = duration("upstream.connectTimeoutMs");
    config.firstByteTimeout = duration("upstream.firstByteTimeoutMs");
    config.silenceTimeout = duration("upstream.silenceTimeoutMs");
    config.caFile = settings.text("upstream.caFile");
    if (!config.caFile.isEmpty()) {
        const QList<QSslCertificate> certificates = QSslCertificate::fromPath(config.caFile);
        if (certificates.isEmpty()) {
            return Error{Error::Code::Invalid,
                         QCoreApplication::translate("Settings", "upstream.caFile: %1 holds no certificate in PEM form; correct the path")
                             .arg(config.caFile)};
        }
    }
    config.recording.mode = recordingModeFromName(settings.text("recording"));
    config.recording.maximumBytes = settings.integer("recording.maxBytes");
    config.recording.maximumDays = int(settings.integer("recording.maxDays"));
    config.promptStore.days = int(settings.integer("prompts.rememberDays"));
    config.automation = AutomationOptions::fromSettings(settings);
    config.webSocket = settings.text("websocket") == u"tunnel" ? WebSocketMode::Tunnel : WebSocketMode::Refuse;
    config.limits.headerRead = duration("limits.headerReadMs");
    config.limits.bodySilence = duration("limits.bodySilenceMs");
    config.limits.clientStall = duration("limits.clientStallMs");
    config.limits.keepAlive = duration("limits.keepAliveMs");
    config.limits.drain = duration("limits.drainMs");
    config.limits.body = settings.integer("limits.bodyBytes");
    config.limits.connections = int(settings.integer("limits.connections"));
    config.limits.requestsInFlight = int(settings.integer("limits.requestsInFlight"));
    return config;
}

QString endpointUrl(const EngineStatus &status)
{
    const QString host = status.host.protocol() == QAbstractSocket::IPv6Protocol ? u"[%1]"_s.arg(status.host.toString())
                                                                                 : status.host.toString();
    return u"http://%1:%2"_s.arg(host).arg(status.port);
}

} // namespace cpx
