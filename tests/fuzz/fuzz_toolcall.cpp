// SPDX-License-Identifier: GPL-3.0-or-later
// Without a decision that changes something, an answer leaves the filter as it came, however it is cut and whenever its calls
// are decided about; with one, all other events stay what they are to a reader. The first byte chooses the cuts and the delays.
#include "proxy/http/sseparser.h"
#include "proxy/prompt/toolcallfilter.h"
#include "tests/fuzz/cuts.h"

using namespace cpx;

namespace {

const QByteArray ours = R"({"a long text that nobody else sends":1})";

struct Passage
{
    QByteArray output{};
    QByteArrayList calls{};
};

/// Each call is decided about after `delay` more pieces.
Passage passed(const QList<QByteArrayView> &input, const ToolVerdict &verdict, int delay)
{
    Passage passage;
    std::vector<std::pair<int, ToolCallFilter::Decide>> waiting;
    ToolCallFilter filter([&](const ToolCall &call, ToolCallFilter::Decide decide) {
        passage.calls.append(call.item);
        if (delay == 0)
            decide(verdict);
        else
            waiting.emplace_back(delay, std::move(decide));
    });
    filter.setResume([&] { filter.feed({}, passage.output); });
    qsizetype fed = 0;
    const auto age = [&](int by) {
        for (auto &[left, decide] : waiting) {
            if ((left -= by) <= 0)
                std::exchange(decide, [](const ToolVerdict &) {})(verdict);
        }
        std::erase_if(waiting, [](const auto &each) { return each.first <= 0; });
    };
    for (const QByteArrayView piece : input) {
        const QByteArray own(piece.data(), piece.size()); // gone after this turn, so that a stale view is found
        filter.feed(own, passage.output);
        fed += own.size();
        age(1);
    }
    age(delay);
    fuzz::require(!filter.isHolding() && !filter.isFull(), "whatever is decided about leaves");
    filter.finish(passage.output);
    fuzz::require(verdict.kind != ToolVerdict::Kind::Pass || passage.output.size() == fed, "no byte more or less");
    return passage;
}

/// All events as a reader sees them, without those of ours.
QByteArrayList seen(QByteArrayView stream, int &numberOfOurs)
{
    QByteArrayList said;
    http::SseParser parser;
    numberOfOurs = 0;
    while (!stream.isEmpty()) {
        if (parser.feed(stream) != http::SseParser::Progress::Event)
            break;
        if (parser.event().data.contains(ours))
            ++numberOfOurs;
        else
            said += parser.event().type.toByteArray() + '|' + parser.event().data.toByteArray();
    }
    return said;
}

/// Whether `few` are among `many`, in the same order.
bool areAmong(const QByteArrayList &few, const QByteArrayList &many)
{
    qsizetype found = 0;
    for (const QByteArray &each : many)
        found += found < few.size() && few[found] == each ? 1 : 0;
    return found == few.size();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView input = QByteArrayView(data, qsizetype(size)).sliced(1);
    const int delay = data[0] % 5;
    const Passage whole = passed({input}, {}, 0);
    const Passage cut = passed(fuzz::pieces(input, data[0]), {}, delay);
    const Passage single = passed(fuzz::bytes(input), {}, delay * 20);
    fuzz::require(whole.output == input, "it leaves as it came", whole.output, input.toByteArray());
    fuzz::require(cut.output == input, "it leaves as it came", cut.output, input.toByteArray());
    fuzz::require(single.output == input, "it leaves as it came", single.output, input.toByteArray());
    fuzz::require(whole.calls == cut.calls && whole.calls == single.calls, "the calls do not depend on the cuts");

    if (input.contains(ours))
        return 0;
    const ToolVerdict verdict{ToolVerdict::Kind::Item, ours};
    const Passage changed = passed({input}, verdict, 0);
    const Passage changedCut = passed(fuzz::pieces(input, data[0]), verdict, delay);
    fuzz::require(changed.output == changedCut.output, "nor does what becomes of them", changed.output, changedCut.output);
    int before = 0;
    int after = 0;
    const QByteArrayList eventsBefore = seen(input, before);
    const QByteArrayList eventsAfter = seen(changed.output, after);
    fuzz::require(after == changed.calls.size(), "each call was replaced", changed.output);
    fuzz::require(eventsAfter.size() + after == eventsBefore.size() && areAmong(eventsAfter, eventsBefore), "all others are as before",
                  changed.output);
    return 0;
}
