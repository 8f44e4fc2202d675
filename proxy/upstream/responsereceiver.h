// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/message.h"

namespace cpx {

/// Takes an answer while it arrives, straight from the transport: no signal, no buffer in between. Every call comes
/// from the event loop, never from inside Upstream::send(). Engine thread.
class ResponseReceiver
{
public:
    virtual void onHead(http::ResponseHead head) = 0; ///< the final head, once
    virtual void onBody(QByteArrayView bytes) = 0; ///< decoded from its framing; valid during the call only
    virtual void onBodyPause() = 0; ///< everything at hand was delivered, the head alone perhaps: time to hand it on
    virtual bool wantsBody() const = 0; ///< false: the transport stops reading until Upstream::resume()
    virtual void onEnd() = 0; ///< whole, or the reply's error() says why not; the last call

protected:
    ~ResponseReceiver() = default;
};

} // namespace cpx
