// SPDX-License-Identifier: GPL-3.0-or-later
// A body is decoded the same however it is cut, and a chunked one can be written again and read back.
// The first byte chooses the framing, the second the length of a sized body.
#include "proxy/http/bodydecoder.h"
#include "tests/fuzz/cuts.h"

using namespace cpx;
using http::BodyDecoder;
using http::BodyFraming;

namespace {

struct Decoded
{
    QByteArray payload;
    QByteArray end; ///< "|" and what is left when complete, "!" and a code when refused, else empty
    bool isWhole = false;

    QByteArray text() const { return payload + end; }
};

Decoded decode(const BodyFraming &framing, const QList<QByteArrayView> &input)
{
    Limits limits;
    limits.chunkSizeLine = 64;
    limits.chunkExtensions = 128;
    limits.trailers = 128;
    BodyDecoder decoder(framing, limits);
    Decoded result;
    qsizetype received = 0;
    for (QByteArrayView piece : input) {
        received += piece.size();
        for (bool isStuck = false; !isStuck;) {
            const qsizetype before = piece.size();
            QByteArrayView payload;
            switch (decoder.feed(piece, payload)) {
            case BodyDecoder::Progress::NeedMore:
                fuzz::require(piece.isEmpty(), "more is asked for only when nothing is left");
                isStuck = true;
                break;
            case BodyDecoder::Progress::Payload:
                fuzz::require(!payload.isEmpty() && piece.size() < before, "payload is progress");
                result.payload += payload;
                break;
            case BodyDecoder::Progress::Complete:
                result.end += result.isWhole ? QByteArray() : QByteArray("|");
                result.end += piece;
                result.isWhole = true;
                isStuck = true;
                break;
            case BodyDecoder::Progress::Failed:
                result.end = '!' + decoder.error().code;
                QByteArrayView none;
                fuzz::require(decoder.feed(piece, none) == BodyDecoder::Progress::Failed && none.isEmpty(), "a failure is final");
                return result;
            }
            fuzz::require(result.payload.size() <= received, "never more payload than input");
        }
    }
    fuzz::require(decoder.isComplete() == result.isWhole || input.isEmpty(), "complete is complete");
    return result;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const BodyFraming framing{data[0] % 4 == 0 ? BodyFraming::Kind::Sized
                                  : data[0] % 8 == 1 ? BodyFraming::Kind::UntilClose
                                                     : BodyFraming::Kind::Chunked,
                              data[1]};
    const QByteArrayView input = QByteArrayView(data, qsizetype(size)).sliced(2);
    if (input.isEmpty())
        return 0;
    const Decoded whole = decode(framing, {input});
    const Decoded cut = decode(framing, fuzz::pieces(input, quint32(size)));
    fuzz::require(whole.text() == cut.text(), "the payload does not depend on the cuts", whole.text(), cut.text());
    const Decoded single = decode(framing, fuzz::bytes(input));
    fuzz::require(whole.text() == single.text(), "the payload does not depend on the cuts", whole.text(), single.text());
    if (framing.kind == BodyFraming::Kind::Sized)
        fuzz::require(quint64(whole.payload.size()) <= framing.length, "a sized body is never longer");
    if (framing.kind == BodyFraming::Kind::Chunked && whole.isWhole) {
        QByteArray written;
        for (const QByteArrayView piece : fuzz::pieces(whole.payload, quint32(size)))
            written += QByteArray::number(piece.size(), 16) + "\r\n" + piece.toByteArray() + "\r\n";
        written += "0\r\n\r\n";
        const Decoded again = decode(framing, fuzz::pieces(written, quint32(size) + 1));
        fuzz::require(again.payload == whole.payload && again.end == "|", "written again it reads the same", whole.text(), again.text());
    }
    return 0;
}
