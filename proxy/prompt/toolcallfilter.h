// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/pipeline/responsefilter.h"
#include "proxy/prompt/sseeventend.h"
#include "proxy/prompt/toolcallevent.h"

#include <deque>
#include <memory>

namespace cpx {

/// What becomes of a tool call. A plain value.
struct ToolVerdict
{
    enum class Kind {
        Pass, ///< as it came
        Arguments, ///< with other arguments
        Item, ///< another item is in its place: the client never hears of the call
    };
    Kind kind = Kind::Pass;
    QByteArray json{}; ///< the arguments, as any JSON value, or the item
};

/// Holds the tool calls of a Responses answer until somebody has decided about them: a client runs a tool as soon as it has
/// got the event `response.output_item.done`. All other events pass at once and unchanged; those behind a held one wait with
/// it, and all leave in order. Calls that wait are decided about at the same time.
class ToolCallFilter : public ResponseFilter
{
public:
    static constexpr qsizetype heldEnough = 1024 * 1024; ///< bytes that wait; then no more is read
    /// Bytes of an event that may be a call; a larger one passes without a look at it.
    static constexpr qsizetype largestEvent = 16 * 1024 * 1024;

    using Decide = std::function<void(const ToolVerdict &verdict)>;
    /// Calls `decide` once, now or later in the same thread. When the filter is gone, that comes to nothing.
    using Ask = std::function<void(const ToolCall &call, Decide decide)>;

    explicit ToolCallFilter(Ask ask);
    ~ToolCallFilter() override;

    bool begin(const http::ResponseHead &head) override;
    void feed(QByteArrayView bytes, QByteArray &out) override;
    void finish(QByteArray &out) override;
    bool isDone() const override { return false; }
    bool isHolding() const override { return !m_held.empty(); }
    bool isFull() const override { return m_heldBytes >= heldEnough; }
    void setResume(Resume resume) override { m_resume = std::move(resume); }

private:
    struct Held
    {
        ToolCallEvent event;
        std::optional<ToolVerdict> verdict{};
        QByteArray behind{}; ///< what came between it and the next held one
    };

    void gather(QByteArrayView bytes, bool isWhole, QByteArray &out);
    bool passMark(QByteArray &out);
    void passComments(QByteArray &out);
    void pass(QByteArrayView bytes, QByteArray &out);
    void hold(ToolCallEvent event);
    void decided(quint64 number, const ToolVerdict &verdict);
    void letGo(QByteArray &out);

    Ask m_ask;
    Resume m_resume;
    SseEventEnd m_end;
    QByteArray m_event; ///< the beginning of one that may be a call
    bool m_isStart = true; ///< of the stream, where a byte order mark may be
    bool m_isPassing = false; ///< inside an event that is none
    bool m_isPossible = false; ///< only the whole m_event will tell
    std::deque<Held> m_held;
    quint64 m_firstHeld = 0; ///< the number of the first of them
    qsizetype m_heldBytes = 0;
    bool m_isFeeding = false;
    std::shared_ptr<ToolCallFilter *> m_self; ///< for decisions that may come too late
};

} // namespace cpx
