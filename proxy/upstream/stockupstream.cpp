// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/stockupstream.h"

#include "core/lowdelay.h"
#include "core/translate.h"
#include "proxy/server/requestbody.h"
#include "proxy/upstream/replyreader.h"
#include "proxy/upstream/upstreamfailure.h"

#include <QHttp2Configuration>
#include <QNetworkProxyFactory>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int connectionsPerHost = 6; // QNetworkAccessManager's fixed number per cache key

/// The configured HTTP proxy, for what it is for. Otherwise: Qt 6.4 opens plain sockets unbuffered and then reads heads byte
/// by byte, one system call each. A proxy of the kind "use the application's" (which is none) makes it open them buffered.
class ProxyChoice : public QNetworkProxyFactory
{
public:
    explicit ProxyChoice(const UpstreamProxy &proxy)
        : m_proxy(proxy)
    {
    }

    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        if (const auto server = m_proxy.serverFor(query.url()))
            return {QNetworkProxy(QNetworkProxy::HttpProxy, server->host, server->port, server->user, server->password)};
        return {QNetworkProxy(QNetworkProxy::DefaultProxy)};
    }

private:
    UpstreamProxy m_proxy;
};

/// The connection cache is keyed by the name the peer is verified by. Different names give separate groups of six
/// connections; for TLS they differ in letter case only, which verification ignores and DNS does too.
QString slotName(const QUrl &base, int slot)
{
    if (slot == 0)
        return {};
    if (base.scheme() == u"http")
        return u"s%1"_s.arg(slot);
    QString name = base.host();
    for (qsizetype i = 0; i < name.size() && slot > 0; ++i) {
        if (!name[i].isLetter())
            continue;
        if (slot & 1)
            name[i] = name[i].toUpper();
        slot >>= 1;
    }
    return name;
}

} // namespace

StockUpstream::StockUpstream(const ConnectionOptions &options)
    : m_bufferLimit(options.limits.bufferedPerDirection / 4)
    , m_proxy(options.proxy)
    , m_tls(options.caFile)
{
    lowDelayWanted.store(true, std::memory_order_relaxed);
    m_manager.setProxyFactory(new ProxyChoice(options.proxy));
    m_manager.setAutoDeleteReplies(false);
    m_manager.setStrictTransportSecurityEnabled(false);
    m_manager.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_manager.setTransferTimeout(0); // the exchange watches the time itself
}

StockUpstream::~StockUpstream() = default;

int StockUpstream::takeSlot()
{
    for (size_t i = 0; i < m_slots.size(); ++i) {
        if (m_slots[i] < connectionsPerHost) {
            ++m_slots[i];
            return int(i);
        }
    }
    m_slots.push_back(1);
    return int(m_slots.size()) - 1;
}

/// Qt treats the verbs it knows by their own functions only: a custom "HEAD" would wait for a body.
QNetworkReply *StockUpstream::start(const QNetworkRequest &request, const QByteArray &method, QIODevice *body)
{
    if (method == "HEAD")
        return m_manager.head(request);
    if (method == "GET" && !body)
        return m_manager.get(request);
    return m_manager.sendCustomRequest(request, method, body);
}

std::unique_ptr<QNetworkReply> StockUpstream::send(const UpstreamRequest &request, RequestBody *body, ResponseReceiver *receiver)
{
    const QByteArray origin = request.base.toEncoded(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
    QNetworkRequest networkRequest(QUrl::fromEncoded(origin + request.target, QUrl::StrictMode));
    for (qsizetype i = 0; i < request.headers.size(); ++i) {
        // setRawHeader() replaces: repeated fields are joined as RFC 9110 §5.3 allows.
        const QByteArray name = request.headers.name(i).toByteArray();
        const QByteArray value = request.headers.value(i).toByteArray();
        const QByteArray separator = http::equalsIgnoreCase(name, "cookie") ? "; " : ", ";
        networkRequest.setRawHeader(name, networkRequest.hasRawHeader(name)
                                        ? networkRequest.rawHeader(name) + separator + value
                                        : value);
    }
    if (!networkRequest.hasRawHeader("Accept-Encoding"))
        networkRequest.setRawHeader("Accept-Encoding", "identity"); // else Qt asks for compression and undoes it
    networkRequest.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    networkRequest.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    networkRequest.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    networkRequest.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    networkRequest.setAttribute(QNetworkRequest::ConnectionCacheExpiryTimeoutSecondsAttribute, 30);
    networkRequest.setDecompressedSafetyCheckThreshold(-1);
    if (request.base.scheme() == u"https") // Qt offers HTTP/2 and HTTP/1.1 by itself
        networkRequest.setSslConfiguration(m_tls.get());
    QHttp2Configuration http2;
    http2.setSessionReceiveWindowSize(16 << 20);
    http2.setStreamReceiveWindowSize(4 << 20);
    networkRequest.setHttp2Configuration(http2);

    const int slot = takeSlot();
    networkRequest.setPeerVerifyName(slotName(request.base, slot));

    QIODevice *device = nullptr;
    if (request.body.kind == http::BodyFraming::Kind::Sized) {
        // A RequestBody cannot be rewound, so Qt has nothing to send a second time.
        networkRequest.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        networkRequest.setHeader(QNetworkRequest::ContentLengthHeader, request.body.length);
        device = body;
    }
    std::unique_ptr<QNetworkReply> reply(start(networkRequest, request.method, device));
    QObject::connect(reply.get(), &QNetworkReply::sslErrors, &m_manager,
                     [raw = reply.get()](const QList<QSslError> &errors) { setFailure(*raw, tlsFailure(errors, {})); });
    if (m_proxy.serverFor(request.base)) { // Qt's client does not tell its proxy's failures from unknown ones
        QObject::connect(reply.get(), &QNetworkReply::errorOccurred, &m_manager, [raw = reply.get()](QNetworkReply::NetworkError error) {
            if (error == QNetworkReply::UnknownNetworkError)
                setFailure(*raw, {UpstreamFailure::Kind::Proxy, raw->errorString()});
        });
    }
    QObject::connect(reply.get(), &QObject::destroyed, &m_manager, [this, slot] { --m_slots[size_t(slot)]; });
    new ReplyReader(reply.get(), receiver, m_bufferLimit); // owned by the reply
    return reply;
}

/// Qt sends what it makes of a URL: it decodes, encodes and removes dot segments. What would not arrive as it was received,
/// perhaps outside the configured path, is not sent.
std::optional<http::HttpError> StockUpstream::objection(const UpstreamRequest &request) const
{
    if (request.body.kind == http::BodyFraming::Kind::Chunked) {
        return http::HttpError{411, "length_required",
                               translate("cpx", "The transport \"stock\" sends no body of unknown length; use \"direct\".")};
    }
    const QByteArray origin = request.base.toEncoded(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
    const QUrl url = QUrl::fromEncoded(origin + request.target, QUrl::StrictMode);
    const QByteArray sent = url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
    if (url.isValid() && sent == request.target && !request.target.contains("/."))
        return std::nullopt;
    return http::HttpError{400, "bad_target",
                           translate("cpx", "The transport \"stock\" cannot send this request target unchanged; use \"direct\".")};
}

void StockUpstream::resume(QNetworkReply &reply)
{
    ReplyReader::of(reply)->read();
}

} // namespace cpx
