// SPDX-License-Identifier: GPL-3.0-or-later
// A stream of requests is read the same however it is cut; what is accepted is clean and within the limits.
#include "proxy/http/bodydecoder.h"
#include "proxy/http/requestparser.h"
#include "tests/fuzz/cuts.h"

using namespace cpx;
using http::BodyDecoder;
using http::BodyFraming;
using http::RequestParser;

namespace {

/// Small ones, so that inputs of a few kilobytes reach them.
Limits smallLimits()
{
    Limits limits;
    limits.requestLine = 256;
    limits.headerLine = 512;
    limits.headerSection = 1024;
    limits.headerLines = 8;
    limits.body = 1024;
    limits.chunkSizeLine = 64;
    limits.chunkExtensions = 128;
    limits.trailers = 128;
    return limits;
}

void check(const http::RequestHead &head, const Limits &limits)
{
    fuzz::require(http::isToken(head.method), "the method is a token", head.method);
    fuzz::require(head.target.startsWith('/') || head.target == "*", "the target is in origin form", head.target);
    fuzz::require(head.target.size() <= limits.requestLine, "the target is within the limit", head.target);
    for (const char c : head.target)
        fuzz::require(c > 0x20 && c < 0x7f && c != '#', "the target is visible ASCII", head.target);
    fuzz::require(head.headers.size() <= limits.headerLines, "the number of fields is within the limit");
    QByteArray written;
    for (qsizetype i = 0; i < head.headers.size(); ++i) {
        fuzz::require(http::isToken(head.headers.name(i)), "a field name is a token", head.headers.name(i).toByteArray());
        const QByteArray value = head.headers.value(i).toByteArray();
        fuzz::require(!value.contains('\r') && !value.contains('\n') && !value.contains('\0'), "a value is one line", value);
        fuzz::require(value.isEmpty() || (!isspace(uchar(value[0])) && !isspace(uchar(value.back()))), "a value is trimmed", value);
    }
    head.headers.writeTo(written);
    fuzz::require(written.size() <= 2 * limits.headerSection, "the fields are within the limit");
    fuzz::require(head.body.kind != BodyFraming::Kind::UntilClose, "a request never ends with its connection");
    fuzz::require(head.body.kind != BodyFraming::Kind::Sized || head.body.length <= quint64(limits.body),
                  "a declared body is within the limit");

    // What was accepted is accepted again as it is written out, and means the same.
    const QByteArray wire = head.method + ' ' + head.target + (head.version == http::Version::Http10 ? " HTTP/1.0" : " HTTP/1.1")
        + "\r\n" + written + "\r\n";
    RequestParser again((Limits()));
    QByteArrayView input(wire);
    fuzz::require(again.feed(input) == RequestParser::Progress::Complete, "an accepted head is accepted again", wire,
                  again.error().code);
    const http::RequestHead second = again.takeHead();
    fuzz::require(second.target == head.target && second.headers == head.headers && second.body == head.body
                      && second.keepAlive == head.keepAlive,
                  "an accepted head means the same again", wire);
}

/// Heads and bodies as a server reads them, in words.
QByteArray read(const QList<QByteArrayView> &input)
{
    const Limits limits = smallLimits();
    RequestParser parser(limits);
    std::unique_ptr<BodyDecoder> body;
    QByteArray said;
    for (QByteArrayView piece : input) {
        while (!piece.isEmpty() || (body && body->isComplete())) {
            if (body) {
                QByteArrayView payload;
                const auto progress = body->feed(piece, payload);
                said += payload;
                if (progress == BodyDecoder::Progress::Failed)
                    return said + "!" + body->error().code;
                if (progress == BodyDecoder::Progress::Complete) {
                    said += "|\n";
                    body.reset();
                }
                continue;
            }
            switch (parser.feed(piece)) {
            case RequestParser::Progress::NeedMore:
                break;
            case RequestParser::Progress::Failed:
                fuzz::require(parser.error().status >= 400 && parser.error().status <= 505, "a refusal has a status");
                return said + "!" + QByteArray::number(parser.error().status) + ' ' + parser.error().code;
            case RequestParser::Progress::Complete: {
                const http::RequestHead head = parser.takeHead();
                check(head, limits);
                said += head.method + ' ' + head.target + (head.keepAlive ? " k" : " c") + (head.expectsContinue ? "e " : " ")
                    + QByteArray::number(int(head.body.kind)) + ':' + QByteArray::number(head.body.length) + '\n';
                head.headers.writeTo(said);
                body = std::make_unique<BodyDecoder>(head.body, limits);
                break;
            }
            }
        }
    }
    return said;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView input(data, qsizetype(size));
    const QByteArray whole = read({input});
    for (const quint32 seed : {quint32(size), quint32(size) * 7 + 1}) {
        const QByteArray cut = read(fuzz::pieces(input, seed));
        fuzz::require(whole == cut, "the reading does not depend on the cuts", whole, cut);
    }
    const QByteArray single = read(fuzz::bytes(input));
    fuzz::require(whole == single, "the reading does not depend on the cuts", whole, single);
    return 0;
}
