// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/message.h"
#include "proxy/http/sseparser.h"
#include "proxy/responses/responsesummary.h"

namespace cpx {

/// Reads the answer of a model (Responses API or Chat Completions; an event stream or one JSON document) and sums it up.
/// No sockets. Of a stream only the few events are parsed that say something about the answer; which those are, a look at
/// their beginning tells. Content is neither kept nor parsed. Holds the event or document that is not complete yet, 4 MiB
/// at most, and 64 MiB of all readers of a thread together: an answer with a larger one is not read any further. Times are microseconds of any one clock.
class ResponseSummaryReader
{
public:
    static constexpr qsizetype largestDocument = 4 * 1024 * 1024;
    static constexpr qsizetype mostHeldByAll = 64 * 1024 * 1024; ///< by those that hold more than a little
    static constexpr int mostToolCalls = 64; ///< whose names are kept

    ResponseSummaryReader() = default;
    ~ResponseSummaryReader() { countHeld(0); }
    Q_DISABLE_COPY_MOVE(ResponseSummaryReader)

    void begin(const http::ResponseHead &head, qint64 nowUs);
    void feed(QByteArrayView bytes, qint64 nowUs);
    /// The summary; firstOutputUs in it counts from begin(). `isWhole`: HTTP says that all of the answer has arrived. Ends
    /// the reading.
    ResponseSummary finish(bool isWhole, qint64 nowUs);

private:
    enum class Form { Unread, Stream, Document };

    void read(QByteArrayView bytes);
    void countHeld(qsizetype held);
    void takeEvent(const http::SseEvent &event);
    void takeResponseEvent(QByteArrayView type, QByteArrayView data);
    void takeChatChunk(QByteArrayView data);
    void noteOutput();
    void noteGap(qint64 gapUs);

    Form m_form = Form::Unread;
    ResponseSummary m_summary;
    http::SseParser m_parser{largestDocument};
    QByteArray m_document;
    qsizetype m_held = 0; ///< bytes of these two
    StreamTiming m_timing;
    qint64 m_beginUs = 0;
    qint64 m_nowUs = 0;
    std::optional<qint64> m_lastEventUs; ///< none yet
    int m_status = 0;
    bool m_isChat = false; ///< it is a stream of Chat Completions
    bool m_isOfModel = false; ///< something in the stream looked like the answer of a model
    bool m_gaveUp = false;
};

} // namespace cpx
