// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/message.h"

namespace cpx {

/// Changes the body of one answer on its way from the upstream to the client. Only there when a feature has something to
/// change; once isDone(), the rest of the answer passes without a look at it. Owned by the exchange; engine thread.
class ResponseFilter
{
public:
    virtual ~ResponseFilter() = default;

    /// The answer begins. False: there is nothing to change in this one.
    virtual bool begin(const http::ResponseHead &head) = 0;
    /// Appends to `out` what the client shall get for the next `bytes` of the body.
    virtual void feed(QByteArrayView bytes, QByteArray &out) = 0;
    /// The answer is whole: appends what is still to come of it. Not called once isDone(), or for a broken answer.
    virtual void finish(QByteArray &out) = 0;
    virtual bool isDone() const = 0;
};

} // namespace cpx
