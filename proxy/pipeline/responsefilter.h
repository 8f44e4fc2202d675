// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/message.h"

#include <functional>

namespace cpx {

/// Changes the body of one answer on its way from the upstream to the client. Only there when a feature has something to
/// change; once isDone(), the rest of the answer passes without a look at it. Owned by the exchange; engine thread.
///
/// A filter may hold something back until somebody has decided about it. The answer does not end before it lets go, and an
/// answer that breaks off takes what is held with it.
class ResponseFilter
{
public:
    using Resume = std::function<void()>;

    virtual ~ResponseFilter() = default;

    /// The answer begins. False: there is nothing to change in this one.
    virtual bool begin(const http::ResponseHead &head) = 0;
    /// Appends to `out` what the client shall get for the next `bytes` of the body.
    virtual void feed(QByteArrayView bytes, QByteArray &out) = 0;
    /// The answer is whole: appends what is still to come of it. Not called once isDone(), while isHolding(), or for a broken
    /// answer.
    virtual void finish(QByteArray &out) = 0;
    virtual bool isDone() const = 0;

    /// Waits for a decision: nobody else is to blame for the silence.
    virtual bool isHolding() const { return false; }
    /// Holds so much that the upstream is not to be read until it lets go.
    virtual bool isFull() const { return false; }
    /// `resume` is to be called, from the event loop, when something was let go; a feed() without bytes then fetches it. The
    /// filter may be gone when it returns.
    virtual void setResume(Resume) { }
};

} // namespace cpx
