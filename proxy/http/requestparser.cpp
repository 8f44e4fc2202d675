// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/requestparser.h"

#include "core/translate.h"
#include "proxy/http/framing.h"


namespace cpx::http {

namespace {

bool isDigit(char character)
{
    return character >= '0' && character <= '9';
}

} // namespace

RequestParser::RequestParser(const Limits &limits)
    : m_reader({limits.requestLine, limits.headerLine, limits.headerSection, limits.headerLines})
    , m_bodyLimit(limits.body)
{
}

bool RequestParser::fail(int status, const char *code, const QString &message)
{
    m_error = {status, code, message};
    return false;
}

RequestParser::Progress RequestParser::feed(QByteArrayView &input)
{
    const Progress progress = m_reader.feed(input);
    // The line is judged as soon as it is there: who speaks HTTP/0.9 sends nothing more and waits.
    if (!m_hasRequestLine && m_reader.hasStartLine()) {
        m_hasRequestLine = true;
        m_head = {};
        if (!parseRequestLine())
            return Progress::Failed;
    }
    switch (progress) {
    case Progress::NeedMore:
        break;
    case Progress::Failed:
        m_error = m_reader.error();
        break;
    case Progress::Complete:
        m_hasRequestLine = false;
        m_head.headers = m_reader.takeHeaders();
        if (!parseFields() || !parseTarget())
            return Progress::Failed;
        break;
    }
    return progress;
}

RequestHead RequestParser::takeHead()
{
    return std::exchange(m_head, {});
}

RequestHead RequestParser::takeBegunHead()
{
    const QByteArrayView begun = m_reader.begun();
    const qsizetype space = begun.indexOf(' ');
    if (!m_hasRequestLine && space > 0 && isToken(begun.first(space)))
        m_head.method = begun.first(space).toByteArray();
    return std::exchange(m_head, {});
}

/// method SP request-target SP HTTP-version (RFC 9112 §3).
bool RequestParser::parseRequestLine()
{
    const QByteArrayView line = m_reader.startLine();
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first < 0 || last == first)
        return fail(400, "bad_request_line", translate("cpx", "The request line is malformed."));
    const QByteArrayView method = line.first(first);
    const QByteArrayView target = line.sliced(first + 1, last - first - 1);
    const QByteArrayView version = line.sliced(last + 1);

    if (!isToken(method))
        return fail(400, "bad_method", translate("cpx", "The request method is malformed."));
    m_head.method = method.toByteArray();
    // Visible ASCII only, no fragment: everything else would have to be repaired before it could be sent on.
    const bool isClean = std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
    if (isClean)
        m_head.target = target.toByteArray();
    if (version == "HTTP/1.1") {
        m_head.version = Version::Http11;
    } else if (version == "HTTP/1.0") {
        m_head.version = Version::Http10;
    } else if (version.size() == 8 && version.startsWith("HTTP/") && isDigit(version[5]) && version[6] == '.'
               && isDigit(version[7])) {
        return fail(505, "bad_version", translate("cpx", "Only HTTP/1.1 and HTTP/1.0 are spoken here."));
    } else {
        return fail(400, "bad_request_line", translate("cpx", "The request line is malformed."));
    }
    if (target.isEmpty() || !isClean)
        return fail(400, "bad_target", translate("cpx", "The request target is malformed."));
    return true;
}

bool RequestParser::parseTarget()
{
    if (m_head.method == "CONNECT" || m_head.method == "TRACE")
        return fail(405, "method_not_allowed", translate("cpx", "CONNECT and TRACE are not offered."));
    if (m_head.target.startsWith('/') || (m_head.target == "*" && m_head.method == "OPTIONS"))
        return true;
    // Absolute-form (RFC 9112 §3.2.2): its authority replaces Host. It must agree with Host, so that whoever
    // checks the one has checked the other.
    const QByteArrayView target(m_head.target);
    constexpr QByteArrayView scheme("http://");
    if (target.size() > scheme.size() && equalsIgnoreCase(target.first(scheme.size()), scheme)) {
        const QByteArrayView rest = target.sliced(scheme.size());
        qsizetype authorityEnd = 0;
        while (authorityEnd < rest.size() && rest[authorityEnd] != '/' && rest[authorityEnd] != '?')
            ++authorityEnd;
        const auto host = m_head.headers.first("host");
        if (isAuthority(rest.first(authorityEnd)) && host && equalsIgnoreCase(rest.first(authorityEnd), *host)) {
            QByteArray origin = rest.sliced(authorityEnd).toByteArray();
            if (!origin.startsWith('/'))
                origin.prepend('/');
            m_head.target = origin;
            return true;
        }
        return fail(421, "wrong_host", translate("cpx", "The request is for another host."));
    }
    return fail(400, "bad_target", translate("cpx", "The request target is malformed."));
}

bool RequestParser::parseFields()
{
    const HeaderList &headers = m_head.headers;
    const qsizetype hosts = headers.count("host");
    if (hosts > 1 || (hosts == 0 && m_head.version == Version::Http11))
        return fail(400, "bad_host", translate("cpx", "There must be exactly one Host header."));
    if (hosts == 1 && !isAuthority(*headers.first("host")))
        return fail(400, "bad_host", translate("cpx", "The Host header is malformed."));

    auto framing = requestFraming(headers, m_head.version);
    if (const auto *error = std::get_if<HttpError>(&framing)) {
        m_error = *error;
        return false;
    }
    m_head.body = std::get<BodyFraming>(framing);
    if (m_head.body.kind == BodyFraming::Kind::Sized && m_head.body.length > quint64(m_bodyLimit))
        return fail(413, "body_too_large", translate("cpx", "Request entity too large: more than %1 bytes.").arg(m_bodyLimit));

    m_head.keepAlive = m_head.version == Version::Http11;
    for (qsizetype i = 0; i < headers.size(); ++i) {
        const QByteArrayView name = headers.name(i);
        if (equalsIgnoreCase(name, "connection")) {
            if (!parseConnection(headers.value(i)))
                return false;
        } else if (equalsIgnoreCase(name, "expect")) {
            if (!equalsIgnoreCase(headers.value(i), "100-continue"))
                return fail(417, "bad_expectation", translate("cpx", "The only expectation supported is 100-continue."));
            m_head.expectsContinue = m_head.version == Version::Http11;
        }
    }
    return true;
}

bool RequestParser::parseConnection(QByteArrayView value)
{
    bool good = true;
    forEachListItem(value, [&](QByteArrayView option) {
        if (equalsIgnoreCase(option, "close"))
            m_head.keepAlive = false;
        // Naming an end-to-end field here would make us drop it (RFC 9110 §7.6.1 forbids that).
        for (const QByteArrayView endToEnd : {"host", "content-length", "authorization", "cookie"}) {
            if (equalsIgnoreCase(option, endToEnd))
                good = fail(400, "bad_connection", translate("cpx", "The Connection header names a field that is not its to name."));
        }
    });
    return good;
}

bool isAuthority(QByteArrayView text)
{
    if (text.isEmpty() || text.size() > 512)
        return false;
    QByteArrayView host = text;
    if (text[0] == '[') {
        const qsizetype end = text.indexOf(']');
        if (end < 3)
            return false;
        for (const char c : text.sliced(1, end - 1)) {
            if (!isxdigit(static_cast<unsigned char>(c)) && c != ':' && c != '.')
                return false;
        }
        host = text.sliced(end + 1);
        if (host.isEmpty())
            return true;
        if (host[0] != ':')
            return false;
        host = host.sliced(1);
        return !host.isEmpty() && host.size() <= 5 && std::all_of(host.begin(), host.end(), isDigit);
    }
    const qsizetype colon = text.indexOf(':');
    if (colon >= 0) {
        const QByteArrayView port = text.sliced(colon + 1);
        if (port.isEmpty() || port.size() > 5 || !std::all_of(port.begin(), port.end(), isDigit))
            return false;
        host = text.first(colon);
    }
    return !host.isEmpty() && std::all_of(host.begin(), host.end(), [](char c) {
        return isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_';
    });
}

} // namespace cpx::http
