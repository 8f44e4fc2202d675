// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/headreader.h"

namespace cpx::http {

/// Request heads from a stream of bytes. No sockets. Refuses what is ambiguous instead of repairing it: such
/// messages are how requests are smuggled past a proxy (RFC 9112 §11.2). After an error the stream is unusable.
class RequestParser
{
public:
    explicit RequestParser(const Limits &limits);

    using Progress = HeadReader::Progress;
    /// Takes bytes from the front of `input`; after Complete the body (if any) is next in it.
    Progress feed(QByteArrayView &input);

    bool isIdle() const { return m_reader.isEmpty(); } ///< between two requests
    RequestHead takeHead(); ///< after Complete; the parser is then ready for the next head
    const HttpError &error() const { return m_error; } ///< after Failed
    /// After Failed, or before a head is complete: its method and target as far as they are known. The parser is then
    /// of no use any more.
    RequestHead takeBegunHead();

private:
    bool parseRequestLine();
    bool parseTarget();
    bool parseFields();
    bool parseConnection(QByteArrayView value);
    bool fail(int status, const char *code, const QString &message);

    HeadReader m_reader;
    qint64 m_bodyLimit;
    RequestHead m_head;
    bool m_hasRequestLine = false; ///< of the head being read
    HttpError m_error;
};

/// A valid Host field value or URL authority without user information: host[:port] (RFC 9110 §7.2).
bool isAuthority(QByteArrayView text);

} // namespace cpx::http
