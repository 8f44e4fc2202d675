// SPDX-License-Identifier: GPL-3.0-or-later
// An event stream gives the same events however it is cut, the same as a reading of the whole that knows no cuts, and an
// event is never larger than the limit. The first byte chooses the limit.
#include "proxy/http/sseparser.h"
#include "tests/fuzz/cuts.h"

using namespace cpx;
using http::SseParser;

namespace {

QByteArray shown(QByteArrayView type, QByteArrayView data, QByteArrayView id)
{
    return "[" + type.toByteArray() + '|' + data.toByteArray() + '|' + id.toByteArray() + "]\n";
}

QByteArray read(const QList<QByteArrayView> &input, qsizetype limit)
{
    SseParser parser(limit);
    QByteArray said;
    for (const QByteArrayView piece : input) {
        const QByteArray own(piece.data(), piece.size()); // gone after this turn, so that a stale view is found
        QByteArrayView rest(own);
        while (!rest.isEmpty()) {
            const qsizetype before = rest.size();
            switch (parser.feed(rest)) {
            case SseParser::Progress::NeedMore:
                fuzz::require(rest.isEmpty(), "more is asked for only when nothing is left");
                break;
            case SseParser::Progress::Event:
                fuzz::require(rest.size() < before, "an event is progress");
                fuzz::require(parser.event().data.size() + parser.event().type.size() <= limit, "an event is within the limit");
                fuzz::require(parser.event().lastId.size() <= limit && !parser.event().lastId.contains('\0'), "so is an id, and without NUL");
                said += shown(parser.event().type, parser.event().data, parser.event().lastId);
                break;
            case SseParser::Progress::GaveUp:
                fuzz::require(rest.isEmpty(), "who gave up takes everything");
                QByteArrayView more("data: x\n\n");
                fuzz::require(parser.feed(more) == SseParser::Progress::GaveUp, "giving up is final");
                return said + "gave up";
            }
        }
    }
    return said;
}

/// The standard's own words, line by line over the whole stream.
QByteArray model(QByteArray stream, qsizetype limit)
{
    if (stream.startsWith("\xef\xbb\xbf"))
        stream.remove(0, 3);
    stream.replace("\r\n", "\n").replace('\r', '\n');
    const QList<QByteArray> lines = stream.split('\n');
    QByteArray said;
    QByteArray type;
    QByteArray data;
    QByteArray id;
    qsizetype bytes = 0;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QByteArray &line = lines[i];
        const bool isWhole = i + 1 < lines.size();
        if (line.startsWith(':'))
            continue;
        bytes += line.size();
        if (bytes > limit)
            return said + "gave up";
        if (!isWhole)
            break;
        if (line.isEmpty()) {
            if (!data.isEmpty())
                said += shown(type, data.chopped(1), id);
            type = data = QByteArray();
            bytes = 0;
            continue;
        }
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = colon < 0 ? line : line.first(colon);
        QByteArray value = colon < 0 ? QByteArray() : line.sliced(colon + 1);
        if (value.startsWith(' '))
            value.remove(0, 1);
        if (name == "data")
            data += value + '\n';
        else if (name == "event")
            type = value;
        else if (name == "id" && !value.contains('\0'))
            id = value;
    }
    return said;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const qsizetype limit = data[0] % 4 == 0 ? 16 : 4096;
    const QByteArrayView input = QByteArrayView(data, qsizetype(size)).sliced(1);
    const QByteArray whole = read({input}, limit);
    const QByteArray cut = read(fuzz::pieces(input, quint32(size)), limit);
    fuzz::require(whole == cut, "the events do not depend on the cuts", whole, cut);
    const QByteArray single = read(fuzz::bytes(input), limit);
    fuzz::require(whole == single, "the events do not depend on the cuts", whole, single);
    const QByteArray expected = model(input.toByteArray(), limit);
    fuzz::require(whole == expected, "the events are those of the standard", whole, expected);
    return 0;
}
