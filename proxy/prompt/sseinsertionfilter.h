// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/pipeline/responsefilter.h"
#include "proxy/prompt/sseinsertion.h"

#include <functional>

namespace cpx {

/// SseInsertion as a filter of an exchange's answer, which tells when it has inserted something. Leaves alone what is no
/// uncompressed event stream of a 200.
class SseInsertionFilter : public ResponseFilter
{
public:
    /// `inserted` is called once, or never.
    SseInsertionFilter(QByteArray events, std::function<void()> inserted)
        : m_insertion(std::move(events))
        , m_inserted(std::move(inserted))
    { }

    bool begin(const http::ResponseHead &head) override;
    void feed(QByteArrayView bytes, QByteArray &out) override;
    void finish(QByteArray &out) override;
    bool isDone() const override { return m_insertion.isDone(); }

private:
    void tell();

    SseInsertion m_insertion;
    std::function<void()> m_inserted;
};

} // namespace cpx
