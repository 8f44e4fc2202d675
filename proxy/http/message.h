// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/headerlist.h"

#include <QByteArray>
#include <QString>

namespace cpx::http {

enum class Version { Http10, Http11 };

/// How the end of a message body is found (RFC 9112 §6.3). Always regenerated when a message is passed on.
struct BodyFraming
{
    enum class Kind {
        None, ///< no body at all
        Sized, ///< Content-Length
        Chunked,
        UntilClose, ///< responses only: ends when the connection does
    };
    Kind kind = Kind::None;
    quint64 length = 0; ///< Sized only, bytes

    friend bool operator==(const BodyFraming &, const BodyFraming &) = default;
};

/// A request head that passed every check of http/requestparser.h.
struct RequestHead
{
    QByteArray method{};
    QByteArray target{}; ///< origin-form ("/path?query") or "*", byte for byte as received
    Version version = Version::Http11;
    HeaderList headers{};
    BodyFraming body{};
    bool keepAlive = true; ///< the client allows another request on this connection
    bool expectsContinue = false; ///< "Expect: 100-continue"

    /// The target without its query.
    QByteArrayView path() const;
};

/// A response head. `headers` carry no Content-Length, Transfer-Encoding or Connection: framing is in `body`.
struct ResponseHead
{
    int status = 200;
    QByteArray reason{}; ///< as received; empty: none
    Version version = Version::Http11;
    HeaderList headers{};
    BodyFraming body{};
    std::optional<quint64> omittedLength{}; ///< Content-Length of the body a HEAD or 304 answer leaves out
    bool keepAlive = true; ///< the sender allows another request on this connection
};

/// A broken rule of the protocol, or a limit: the status to answer with, the stable code of
/// X-Codex-Plus-Error, a sentence for people, fields the status asks for (Retry-After).
struct HttpError
{
    int status = 400;
    QByteArray code{};
    QString message{};
    HeaderList fields{};

    friend bool operator==(const HttpError &, const HttpError &) = default;
};

/// The standard reason phrase, or empty for unknown codes (RFC 9110 §15).
QByteArray reasonPhrase(int status);

} // namespace cpx::http
