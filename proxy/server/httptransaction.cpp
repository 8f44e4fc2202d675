// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/server/httptransaction.h"

#include "proxy/server/errordocument.h"
#include "proxy/server/requestbody.h"
#include "proxy/server/serverconnection.h"

#include <QStringBuilder>

namespace cpx {

using Kind = http::BodyFraming::Kind;

HttpTransaction::HttpTransaction(ServerConnection *connection, http::RequestHead request)
    : QObject(connection)
    , m_connection(connection)
    , m_request(std::move(request))
    , m_body(new RequestBody(this))
{
}

void HttpTransaction::respond(int status, http::HeaderList headers, QByteArrayView body)
{
    http::ResponseHead head;
    head.status = status;
    head.headers = std::move(headers);
    const auto length = quint64(body.size());
    if (m_request.method == "HEAD") {
        head.omittedLength = length;
        body = {};
    } else {
        head.body = {Kind::Sized, length};
    }
    writeHead(head);
    write(body);
    finish();
}

void HttpTransaction::refuse(const http::HttpError &error)
{
    http::HeaderList headers = error.fields;
    headers.append("Content-Type", "application/json");
    headers.append("X-Codex-Plus-Error", error.code);
    respond(error.status, std::move(headers), errorBody(error));
}

void HttpTransaction::writeHead(const http::ResponseHead &head)
{
    Q_ASSERT(!m_headWritten && !m_over);
    m_headWritten = true;
    m_framing = head.body;
    if (m_framing.kind == Kind::UntilClose || m_framing.kind == Kind::Chunked)
        m_framing.kind = m_request.version == http::Version::Http11 ? Kind::Chunked : Kind::UntilClose;

    QByteArray &text = m_connection->output().bytes();
    text.reserve(text.size() + 1024);
    const QByteArray reason = head.reason.isEmpty() ? http::reasonPhrase(head.status) : head.reason;
    text += "HTTP/1.1 " % QByteArray::number(head.status) % ' ' % reason % "\r\n";
    head.headers.writeTo(text);
    switch (m_framing.kind) {
    case Kind::Sized:
        text += "Content-Length: " % QByteArray::number(m_framing.length) % "\r\n";
        break;
    case Kind::Chunked:
        text += "Transfer-Encoding: chunked\r\n";
        break;
    case Kind::None:
        if (head.omittedLength)
            text += "Content-Length: " % QByteArray::number(*head.omittedLength) % "\r\n";
        break;
    case Kind::UntilClose:
        break;
    }
    const bool isSwitch = head.status == 101; // the connection goes on, in another protocol
    m_announcedClose = !isSwitch && (m_framing.kind == Kind::UntilClose || m_connection->willClose());
    if (m_announcedClose)
        text += "Connection: close\r\n";
    text += "\r\n";
}

void HttpTransaction::write(QByteArrayView bytes)
{
    if (m_over || bytes.isEmpty())
        return;
    Q_ASSERT(m_headWritten);
    m_bodyBytes += bytes.size();
    if (m_framing.kind == Kind::Chunked)
        m_connection->output().appendToChunk(bytes);
    else
        m_connection->output().bytes() += bytes;
}

void HttpTransaction::flush()
{
    if (!m_over)
        m_connection->output().flush();
}

QTcpSocket *HttpTransaction::handOver(QByteArray &early)
{
    Q_ASSERT(m_headWritten && !m_over);
    return m_connection->handOver(early);
}

void HttpTransaction::finish()
{
    if (std::exchange(m_over, true))
        return;
    if (m_framing.kind == Kind::Chunked)
        m_connection->output().bytes() += "0\r\n\r\n";
    m_connection->finishTransaction();
}

void HttpTransaction::cut()
{
    if (std::exchange(m_over, true))
        return;
    m_connection->cutTransaction();
}

bool HttpTransaction::isWritable() const
{
    return !m_over && m_connection->output().isWritable();
}

} // namespace cpx
