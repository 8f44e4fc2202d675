// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/server/httptransaction.h"

#include "proxy/server/errordocument.h"
#include "proxy/server/requestbody.h"
#include "proxy/server/serverconnection.h"

#include <array>
#include <charconv>
#include <cstring>

namespace cpx {

using Kind = http::BodyFraming::Kind;

namespace {

constexpr qsizetype chunkHeadSpace = 16 + 2; // the most digits of a size, and CR LF

} // namespace

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

    QByteArray &text = m_connection->output();
    text.reserve(text.size() + 1024);
    const QByteArray reason = head.reason.isEmpty() ? http::reasonPhrase(head.status) : head.reason;
    text += "HTTP/1.1 " + QByteArray::number(head.status) + ' ' + reason + "\r\n";
    head.headers.writeTo(text);
    switch (m_framing.kind) {
    case Kind::Sized:
        text += "Content-Length: " + QByteArray::number(m_framing.length) + "\r\n";
        break;
    case Kind::Chunked:
        text += "Transfer-Encoding: chunked\r\n";
        break;
    case Kind::None:
        if (head.omittedLength)
            text += "Content-Length: " + QByteArray::number(*head.omittedLength) + "\r\n";
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
    QByteArray &output = m_connection->output();
    if (m_framing.kind == Kind::Chunked && m_chunkAt < 0) {
        m_chunkAt = output.size();
        output.append(chunkHeadSpace, '\0');
    }
    output += bytes;
}

/// What was written since the last flush becomes one chunk. Its size is known only now, so there is space for it in front,
/// of which the unused part goes: what stands before the chunk, an answer's head at most, moves up.
void HttpTransaction::endChunk()
{
    if (m_chunkAt < 0)
        return;
    QByteArray &output = m_connection->output();
    const qsizetype at = std::exchange(m_chunkAt, -1);
    const quint64 size = quint64(output.size() - at - chunkHeadSpace);
    std::array<char, chunkHeadSpace> head;
    char *end = std::to_chars(head.begin(), head.end() - 2, size, 16).ptr;
    *end++ = '\r';
    *end++ = '\n';
    const qsizetype length = end - head.data();
    const qsizetype unused = chunkHeadSpace - length;
    char *data = output.data();
    std::memcpy(data + at + unused, head.data(), size_t(length));
    std::memmove(data + unused, data, size_t(at));
    output.remove(0, unused);
    output.append("\r\n", 2);
}

void HttpTransaction::flush()
{
    if (m_over)
        return;
    endChunk();
    m_connection->flush();
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
    endChunk();
    if (m_framing.kind == Kind::Chunked)
        m_connection->output() += "0\r\n\r\n";
    m_connection->finishTransaction();
}

void HttpTransaction::cut()
{
    if (std::exchange(m_over, true))
        return;
    endChunk();
    m_connection->cutTransaction();
}

bool HttpTransaction::isWritable() const
{
    return !m_over && m_connection->isWritable();
}

} // namespace cpx
