// SPDX-License-Identifier: GPL-3.0-or-later
// An upstream's answer is read the same however it is cut; its payload is never longer than what was received.
// The first byte chooses the method of the request.
#include "proxy/http/bodydecoder.h"
#include "proxy/http/responseparser.h"
#include "tests/fuzz/cuts.h"

#include <memory>

using namespace cpx;
using http::BodyDecoder;
using http::ResponseParser;

namespace {

QByteArray read(const QByteArray &method, const QList<QByteArrayView> &input)
{
    Limits limits;
    limits.responseHead = 1024;
    limits.responseHeaderLines = 8;
    limits.interimResponses = 3;
    limits.chunkSizeLine = 64;
    limits.chunkExtensions = 128;
    limits.trailers = 128;
    ResponseParser parser(limits);
    parser.expect(method, method == "GET" ? "websocket" : QByteArray());
    std::unique_ptr<BodyDecoder> body;
    QByteArray said;
    qsizetype received = 0;
    qsizetype payloadBytes = 0;
    for (QByteArrayView piece : input) {
        received += piece.size();
        while (!piece.isEmpty()) {
            if (body) {
                QByteArrayView payload;
                const auto progress = body->feed(piece, payload);
                said += payload;
                payloadBytes += payload.size();
                fuzz::require(payloadBytes <= received, "never more payload than input");
                if (progress == BodyDecoder::Progress::Failed)
                    return said + "!" + body->error().code;
                if (progress == BodyDecoder::Progress::Complete)
                    return said + "|";
                continue;
            }
            switch (parser.feed(piece)) {
            case ResponseParser::Progress::NeedMore:
                break;
            case ResponseParser::Progress::Failed:
                fuzz::require(parser.error().status == 502, "a bad answer is a bad gateway");
                return said + "!" + parser.error().code;
            case ResponseParser::Progress::Complete: {
                const http::ResponseHead head = parser.takeHead();
                const bool isSwitch = head.status == 101 && method == "GET";
                fuzz::require(isSwitch || (head.status >= 200 && head.status <= 599), "a final answer has a final status");
                fuzz::require(!isSwitch || head.body == http::BodyFraming(), "a switch of protocols has no body");
                fuzz::require(head.headers.size() <= limits.responseHeaderLines, "the number of fields is within the limit");
                for (const char *field : {"content-length", "transfer-encoding", "connection", "keep-alive", "upgrade"})
                    fuzz::require(!head.headers.contains(field), "no field of the connection is passed on", field);
                fuzz::require(!head.reason.contains('\r') && !head.reason.contains('\n'), "the reason is one line", head.reason);
                fuzz::require(head.body.kind != http::BodyFraming::Kind::UntilClose || !head.keepAlive,
                              "a connection that ends the body carries no other");
                said += QByteArray::number(head.status) + '[' + head.reason + "] " + QByteArray::number(int(head.body.kind)) + ':'
                    + QByteArray::number(head.body.length) + (head.keepAlive ? " k\n" : " c\n");
                head.headers.writeTo(said);
                body = std::make_unique<BodyDecoder>(head.body, limits);
                break;
            }
            }
        }
    }
    return body && body->endOfStream() ? said + "|" : said;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray method = data[0] % 8 == 0 ? "HEAD" : data[0] % 8 == 1 ? "GET" : "POST"; // GET asks for a WebSocket
    const QByteArrayView input = QByteArrayView(data, qsizetype(size)).sliced(1);
    const QByteArray whole = read(method, {input});
    const QByteArray cut = read(method, fuzz::pieces(input, quint32(size)));
    fuzz::require(whole == cut, "the reading does not depend on the cuts", whole, cut);
    const QByteArray single = read(method, fuzz::bytes(input));
    fuzz::require(whole == single, "the reading does not depend on the cuts", whole, single);
    return 0;
}
