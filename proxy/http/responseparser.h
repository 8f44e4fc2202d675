// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/headreader.h"

namespace cpx::http {

/// Response heads from a stream of bytes. No sockets. As strict as RequestParser: an upstream whose answer cannot be
/// read with certainty is a bad gateway (every error is a 502).
class ResponseParser
{
public:
    explicit ResponseParser(const Limits &limits);

    using Progress = HeadReader::Progress;
    /// Starts over for the answer to a request with `method` that asked for the protocol `upgrade`; empty: for none.
    void expect(const QByteArray &method, const QByteArray &upgrade = {});
    /// Takes bytes from the front of `input`. Interim (1xx) heads are skipped. A 101 is final; one that switches to
    /// anything but the protocol asked for is an error.
    Progress feed(QByteArrayView &input);

    ResponseHead takeHead(); ///< after Complete
    const HttpError &error() const { return m_error; } ///< after Failed

private:
    bool parseStatusLine();
    bool parseFields();
    bool parseSwitch();
    bool fail(const char *code, const QString &message);

    HeadReader m_reader;
    int m_interimLimit;
    int m_interimSeen = 0;
    QByteArray m_method;
    QByteArray m_upgrade;
    ResponseHead m_head;
    HttpError m_error;
};

} // namespace cpx::http
