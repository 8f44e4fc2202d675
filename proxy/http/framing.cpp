// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/framing.h"

#include "core/translate.h"

#include <QVarLengthArray>

namespace cpx::http {

namespace {

/// The two fields that frame a body, found in one pass.
struct FramingFields
{
    int contentLengths = 0;
    int transferEncodings = 0;
    bool hasLookAlike = false;
    QByteArrayView contentLength;
    QByteArrayView transferEncoding;
};

FramingFields findFramingFields(const HeaderList &headers)
{
    FramingFields found;
    for (qsizetype i = 0; i < headers.size(); ++i) {
        const QByteArrayView name = headers.name(i);
        if (equalsIgnoreCase(name, "content-length")) {
            ++found.contentLengths;
            found.contentLength = headers.value(i);
        } else if (equalsIgnoreCase(name, "transfer-encoding")) {
            ++found.transferEncodings;
            found.transferEncoding = headers.value(i);
        } else if (equalsIgnoreCase(name, "content_length") || equalsIgnoreCase(name, "transfer_encoding")) {
            found.hasLookAlike = true; // some servers read an underscore as a dash
        }
    }
    return found;
}

bool isAlwaysHopByHop(QByteArrayView name)
{
    const auto is = [name](QByteArrayView other) { return equalsIgnoreCase(name, other); };
    switch (name.size()) { // nearly every name is ruled out by that
    case 2: return is("te");
    case 7: return is("trailer") || is("upgrade");
    case 10: return is("connection") || is("keep-alive");
    case 14: return is("content-length");
    case 16: return is("proxy-connection");
    case 17: return is("transfer-encoding");
    case 18: return is("proxy-authenticate");
    case 19: return is("proxy-authorization");
    default: return false;
    }
}

using Framing = std::variant<BodyFraming, HttpError>;

/// The rules requests and responses share; `fallback` is the framing without either field.
Framing framingOf(const HeaderList &headers, Version version, BodyFraming fallback, int badStatus, int unknownStatus)
{
    const FramingFields fields = findFramingFields(headers);
    if (fields.hasLookAlike)
        return HttpError{badStatus, "bad_framing", translate("cpx", "A header imitates Content-Length or Transfer-Encoding.")};
    if (fields.transferEncodings > 0) {
        if (fields.contentLengths > 0 || fields.transferEncodings > 1 || version == Version::Http10)
            return HttpError{badStatus, "bad_framing", translate("cpx", "The length of the body is ambiguous.")};
        if (!equalsIgnoreCase(fields.transferEncoding, "chunked")) {
            return HttpError{isalpha(static_cast<unsigned char>(fields.transferEncoding.isEmpty()
                                                                    ? '\0'
                                                                    : fields.transferEncoding[0]))
                                 ? unknownStatus
                                 : badStatus,
                             "bad_transfer_encoding", translate("cpx", "The only transfer coding supported is chunked.")};
        }
        return BodyFraming{BodyFraming::Kind::Chunked, 0};
    }
    if (fields.contentLengths == 0)
        return fallback;
    const auto length = fields.contentLengths == 1 ? parseDecimal(fields.contentLength) : std::nullopt;
    if (!length)
        return HttpError{badStatus, "bad_content_length", translate("cpx", "Invalid content-length header.")};
    return BodyFraming{BodyFraming::Kind::Sized, *length};
}

} // namespace

std::optional<quint64> parseDecimal(QByteArrayView text)
{
    if (text.isEmpty() || text.size() > 19)
        return std::nullopt;
    quint64 number = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9')
            return std::nullopt;
        number = number * 10 + quint64(digit - '0');
    }
    constexpr quint64 maximum = (quint64(1) << 63) - 1;
    return number <= maximum ? std::optional(number) : std::nullopt;
}

Framing requestFraming(const HeaderList &headers, Version version)
{
    return framingOf(headers, version, {BodyFraming::Kind::None, 0}, 400, 501);
}

Framing responseFraming(const HeaderList &headers, Version version, int status, QByteArrayView method)
{
    Framing framing = framingOf(headers, version, {BodyFraming::Kind::UntilClose, 0}, 502, 502);
    if (std::holds_alternative<HttpError>(framing))
        return framing;
    // These have no body whatever the fields say (RFC 9112 §6.3).
    if (method == "HEAD" || status == 304 || status == 204 || status < 200)
        return BodyFraming{};
    return framing;
}

bool namesConnectionOption(const HeaderList &headers, QByteArrayView option)
{
    bool isNamed = false;
    for (qsizetype i = 0; i < headers.size(); ++i) {
        if (equalsIgnoreCase(headers.name(i), "connection"))
            forEachListItem(headers.value(i), [&](QByteArrayView item) { isNamed = isNamed || equalsIgnoreCase(item, option); });
    }
    return isNamed;
}

void removeHopByHop(HeaderList &headers)
{
    QVarLengthArray<QByteArray, 4> named;
    for (qsizetype i = 0; i < headers.size(); ++i) {
        if (equalsIgnoreCase(headers.name(i), "connection"))
            forEachListItem(headers.value(i), [&](QByteArrayView item) { named.append(item.toByteArray()); });
    }
    headers.removeIf([&](QByteArrayView name, QByteArrayView) {
        const auto isName = [name](QByteArrayView other) { return equalsIgnoreCase(name, other); };
        return isAlwaysHopByHop(name) || std::any_of(named.begin(), named.end(), isName);
    });
}

} // namespace cpx::http
