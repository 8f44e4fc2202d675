// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/demo/sampletraffic.h"

#include <QNetworkProxy>
#include <QNetworkReply>

#include <utility>

using namespace Qt::StringLiterals;

namespace cpx {

SampleTraffic::SampleTraffic(double pace, QObject *parent)
    : QObject(parent)
    , m_pace(pace)
{
    m_network.setProxy(QNetworkProxy::NoProxy); // the target is on the loopback interface
    m_network.setAutoDeleteReplies(true);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &SampleTraffic::sendNext);
}

SampleTraffic::~SampleTraffic()
{
    abortAll();
}

void SampleTraffic::start(const QUrl &base, int count)
{
    abortAll();
    m_base = base;
    m_count = count;
    m_sent = 0;
    m_random.seed(1);
    m_timer.start(0); // so that finished() is never emitted from inside start()
}

void SampleTraffic::stop()
{
    const bool wasRunning = isRunning();
    m_timer.stop();
    m_count = m_sent = 0;
    abortAll();
    m_network.clearConnectionCache(); // Qt keeps spare connections, and a draining proxy would wait for them
    if (wasRunning)
        emit finished();
}

void SampleTraffic::abortAll()
{
    // abort() emits finished() of the reply at once: that must not be taken for an answer.
    const auto open = std::exchange(m_open, {});
    for (QNetworkReply *reply : open) {
        reply->disconnect(this);
        reply->abort();
    }
}

void SampleTraffic::sendNext()
{
    if (m_sent < m_count)
        send(SampleRequest::make(m_sent++));
    if (m_sent < m_count)
        m_timer.start(int(m_random.bounded(1000, 3001) * m_pace));
    else if (m_open.isEmpty())
        emit finished();
}

void SampleTraffic::send(const SampleRequest &sample)
{
    QUrl url(m_base);
    QString path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path + sample.path.section(u'?', 0, 0));
    url.setQuery(sample.path.section(u'?', 1));

    QNetworkRequest request(url);
    for (const auto &[name, value] : sample.headers)
        request.setRawHeader(name, value);
    // Without this Qt asks for compression and unpacks the answer; a stream must come as it is.
    request.setRawHeader("accept-encoding", "identity");
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    // Longer than the longest answer of the demo model; a stuck one must not keep finished() waiting for
    // ever.
    request.setTransferTimeout(60'000);

    QNetworkReply *reply = m_network.sendCustomRequest(request, sample.method, sample.body);
    m_open.insert(reply);
    connect(reply, &QNetworkReply::finished, this, [this, reply] { replyEnded(reply); });
    // Nobody reads the answers: drop them, or the reply would keep them all.
    connect(reply, &QNetworkReply::readyRead, reply, [reply] { reply->skip(reply->bytesAvailable()); });
    if (sample.leaveAfter) {
        const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(*sample.leaveAfter * m_pace);
        connect(reply, &QNetworkReply::metaDataChanged, reply,
                [reply, wait] { QTimer::singleShot(wait, reply, &QNetworkReply::abort); });
    }
}

void SampleTraffic::replyEnded(QNetworkReply *reply)
{
    if (m_open.remove(reply) && !isRunning())
        emit finished();
}

} // namespace cpx
