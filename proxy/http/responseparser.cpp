// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/responseparser.h"

#include "core/translate.h"
#include "proxy/http/framing.h"


namespace cpx::http {

ResponseParser::ResponseParser(const Limits &limits)
    : m_reader({limits.responseHead, limits.responseHead, limits.responseHead, limits.responseHeaderLines})
    , m_interimLimit(limits.interimResponses)
{
}

void ResponseParser::expect(const QByteArray &method, const QByteArray &upgrade)
{
    m_method = method;
    m_upgrade = upgrade;
    m_interimSeen = 0;
}

bool ResponseParser::fail(const char *code, const QString &message)
{
    m_error = {502, code, message};
    return false;
}

ResponseParser::Progress ResponseParser::feed(QByteArrayView &input)
{
    for (;;) {
        const Progress progress = m_reader.feed(input);
        if (progress == Progress::Failed)
            m_error = {502, "upstream_protocol", translate("cpx", "The upstream's answer is malformed: %1").arg(m_reader.error().message)};
        if (progress != Progress::Complete)
            return progress;
        m_head = {};
        if (!parseStatusLine())
            return Progress::Failed;
        m_head.headers = m_reader.takeHeaders();
        if (m_head.status >= 200)
            return parseFields() ? Progress::Complete : Progress::Failed;
        if (m_head.status == 101 && !m_upgrade.isEmpty())
            return parseSwitch() ? Progress::Complete : Progress::Failed;
        if (m_head.status == 101 || ++m_interimSeen > m_interimLimit) {
            fail("upstream_protocol", translate("cpx", "The upstream sent an interim answer nobody asked for."));
            return Progress::Failed;
        }
    }
}

ResponseHead ResponseParser::takeHead()
{
    return std::exchange(m_head, {});
}

/// HTTP-version SP status-code SP [ reason-phrase ] (RFC 9112 §4); the second space may be missing, as it is in
/// many real answers without a reason.
bool ResponseParser::parseStatusLine()
{
    const QByteArrayView line = m_reader.startLine();
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    const bool isShaped = line.size() >= 12 && (line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 "))
        && std::all_of(line.begin() + 9, line.begin() + 12, isDigit) && (line.size() == 12 || line[12] == ' ');
    if (!isShaped)
        return fail("upstream_protocol", translate("cpx", "The upstream's answer is not HTTP/1.1."));
    m_head.version = line[7] == '1' ? Version::Http11 : Version::Http10;
    m_head.status = line.sliced(9, 3).toInt();
    if (m_head.status < 100 || m_head.status > 599)
        return fail("upstream_protocol", translate("cpx", "The upstream's status code is out of range."));
    m_head.reason = line.size() > 13 ? line.sliced(13).toByteArray() : QByteArray();
    return true;
}

/// 101: both sides must name the protocol (RFC 9110 §15.2.2). What follows the head is in that protocol.
bool ResponseParser::parseSwitch()
{
    HeaderList &headers = m_head.headers;
    const auto protocol = headers.first("upgrade");
    if (m_head.version != Version::Http11 || headers.count("upgrade") != 1 || !equalsIgnoreCase(*protocol, m_upgrade)
        || !namesConnectionOption(headers, "upgrade"))
        return fail("upstream_protocol", translate("cpx", "The upstream switched to a protocol nobody asked for."));
    m_head.keepAlive = false;
    removeHopByHop(headers);
    return true;
}

bool ResponseParser::parseFields()
{
    HeaderList &headers = m_head.headers;
    auto framing = responseFraming(headers, m_head.version, m_head.status, m_method);
    if (const auto *error = std::get_if<HttpError>(&framing))
        return fail("upstream_protocol", translate("cpx", "The upstream's answer is malformed: %1").arg(error->message));
    m_head.body = std::get<BodyFraming>(framing);
    if (m_method == "HEAD" || m_head.status == 304) {
        if (const auto length = headers.first("content-length"))
            m_head.omittedLength = parseDecimal(*length);
    }
    m_head.keepAlive = m_head.version == Version::Http11 && m_head.body.kind != BodyFraming::Kind::UntilClose;
    for (qsizetype i = 0; i < headers.size(); ++i) {
        if (equalsIgnoreCase(headers.name(i), "connection")) {
            forEachListItem(headers.value(i), [this](QByteArrayView option) {
                if (equalsIgnoreCase(option, "close"))
                    m_head.keepAlive = false;
            });
        }
    }
    removeHopByHop(headers);
    return true;
}

} // namespace cpx::http
