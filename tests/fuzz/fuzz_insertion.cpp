// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever passes an insertion comes out again, with our event in one place at most, which does not depend on
// the cuts; a reader of the stream sees one event more and all others as before. The first byte chooses the
// cuts.
#include "proxy/http/sseparser.h"
#include "proxy/prompt/sseinsertion.h"
#include "tests/fuzz/cuts.h"

using namespace cpx;

namespace {

const QByteArray ours = "event: ours\ndata: {\"a long text that nobody else sends\":1}\n\n";

QByteArray passed(const QList<QByteArrayView> &input, bool &hasInserted)
{
    SseInsertion insertion(ours);
    QByteArray output;
    qsizetype fed = 0;
    const auto append = [&output](QByteArrayView bytes) {
        fuzz::require(!bytes.isEmpty(), "no piece is empty");
        output += bytes;
    };
    for (const QByteArrayView piece : input) {
        const QByteArray own(piece.data(),
                             piece.size()); // gone after this turn, so that a stale view is found
        insertion.feed(own, append);
        fed += own.size();
        const qsizetype added = insertion.hasInserted() ? ours.size() : 0;
        fuzz::require(output.size() <= fed + added, "no more comes out than went in");
        fuzz::require(fed + added - output.size() <= SseInsertion::maximumHeld, "little is held");
        fuzz::require(!insertion.isDone() || output.size() == fed + added, "nothing is held once it is done");
    }
    insertion.finish(append);
    hasInserted = insertion.hasInserted();
    return output;
}

/// Everything a reader of the stream sees, but for ours.
QByteArray seen(QByteArrayView stream, int &numberOfOurs)
{
    QByteArray said;
    http::SseParser parser;
    numberOfOurs = 0;
    while (!stream.isEmpty()) {
        if (parser.feed(stream) != http::SseParser::Progress::Event)
            break;
        if (parser.event().type == "ours" && parser.event().data.startsWith("{\"a long text"))
            ++numberOfOurs;
        else
            said += parser.event().type.toByteArray() + '|' + parser.event().data.toByteArray() + '\n';
    }
    return said;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView input = QByteArrayView(data, qsizetype(size)).sliced(1);
    bool hasInserted = false;
    const QByteArray whole = passed({input}, hasInserted);
    bool hasInsertedCut = false;
    const QByteArray cut = passed(fuzz::pieces(input, data[0]), hasInsertedCut);
    fuzz::require(whole == cut && hasInserted == hasInsertedCut, "the place does not depend on the cuts",
                  whole, cut);
    const QByteArray single = passed(fuzz::bytes(input), hasInsertedCut);
    fuzz::require(whole == single && hasInserted == hasInsertedCut, "the place does not depend on the cuts",
                  whole, single);

    if (input.contains(ours))
        return 0;
    QByteArray rest = whole;
    if (hasInserted)
        rest.remove(rest.indexOf(ours), ours.size());
    fuzz::require(rest == input, "all else passes unchanged", rest, input.toByteArray());
    int before = 0;
    int after = 0;
    const QByteArray seenBefore = seen(input, before);
    const QByteArray seenAfter = seen(whole, after);
    fuzz::require(after == before + (hasInserted ? 1 : 0), "ours is an event of its own");
    fuzz::require(seenBefore == seenAfter, "all others are as before", seenBefore, seenAfter);
    return 0;
}
