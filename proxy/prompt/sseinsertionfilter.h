// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/pipeline/responsefilter.h"
#include "proxy/prompt/sseinsertion.h"

namespace cpx {

/// SseInsertion as a filter of an exchange's answer. Leaves alone what is no uncompressed event stream of a 200.
class SseInsertionFilter : public ResponseFilter
{
public:
    explicit SseInsertionFilter(QByteArray events)
        : m_insertion(std::move(events))
    { }

    bool begin(const http::ResponseHead &head) override;
    void feed(QByteArrayView bytes, QByteArray &out) override;
    void finish(QByteArray &out) override;
    bool isDone() const override { return m_insertion.isDone(); }

private:
    SseInsertion m_insertion;
};

} // namespace cpx
