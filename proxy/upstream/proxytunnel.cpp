// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/proxytunnel.h"

#include <QTcpSocket>

using namespace Qt::StringLiterals;

namespace cpx {

ProxyTunnel::ProxyTunnel(QTcpSocket *socket, const ProxyServer &server, const QByteArray &target, const Limits &limits)
    : m_socket(socket)
    , m_server(server)
    , m_target(target)
    , m_parser(limits)
{
}

void ProxyTunnel::start()
{
    connect(m_socket, &QTcpSocket::readyRead, this, &ProxyTunnel::read);
    m_parser.expect("CONNECT");
    QByteArray text = "CONNECT " + m_target + " HTTP/1.1\r\nHost: " + m_target + "\r\n";
    if (!m_server.user.isEmpty()) {
        const QByteArray credentials = (m_server.user + u':' + m_server.password).toUtf8().toBase64();
        text += "Proxy-Authorization: Basic " + credentials + "\r\n";
    }
    m_socket->write(text + "\r\n");
    m_socket->flush();
}

void ProxyTunnel::read()
{
    const QByteArray bytes = m_socket->readAll();
    QByteArrayView input(bytes);
    switch (m_parser.feed(input)) {
    case http::ResponseParser::Progress::NeedMore:
        return;
    case http::ResponseParser::Progress::Failed:
        disconnect(m_socket, nullptr, this, nullptr);
        emit refused(tr("its answer is not valid HTTP"));
        return;
    case http::ResponseParser::Progress::Complete:
        break;
    }
    disconnect(m_socket, nullptr, this, nullptr);
    const http::ResponseHead head = m_parser.takeHead();
    if (head.status == 407)
        emit refused(m_server.user.isEmpty() ? tr("it asks for a user and a password") : tr("it does not accept the user or the password"));
    else if (head.status < 200 || head.status > 299)
        emit refused(tr("it answered with status %1").arg(head.status));
    else if (!input.isEmpty()) // TLS servers wait for the client: whoever speaks first is not the upstream
        emit refused(tr("it sent more than its answer"));
    else
        emit opened();
}

} // namespace cpx
