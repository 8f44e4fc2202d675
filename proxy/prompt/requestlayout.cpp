// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/requestlayout.h"

#include "core/translate.h"
#include "proxy/prompt/layoutreader.h"
#include "proxy/prompt/modelrequest.h"

namespace cpx {

static_assert(ModelRequest::padding >= qsizetype(simdjson::SIMDJSON_PADDING));

namespace {

/// Reading past the end must stay inside the allocation.
QByteArray padded(const QByteArray &body)
{
    if (RequestLayout::hasPadding(body))
        return body;
    QByteArray copy;
    copy.reserve(body.size() + ModelRequest::padding);
    return copy.append(body);
}

} // namespace

bool RequestLayout::hasPadding(const QByteArray &body)
{
    QByteArray shared = body; // data_ptr() is for what may be changed, but does not detach
    return shared.data_ptr().freeSpaceAtEnd() >= ModelRequest::padding;
}

Result<RequestLayout> RequestLayout::of(const QByteArray &body)
{
    if (body.size() > ModelRequest::largestBody)
        return Error{Error::Code::Invalid, translate("cpx", "the body is larger than 64 MiB")};
    const QByteArray bytes = padded(body);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    const simdjson::padded_string_view json(bytes.constData(), size_t(bytes.size()),
                                            size_t(bytes.size() + ModelRequest::padding));
    simdjson::error_code error = parser.iterate(json).get(document);
    if (!error) {
        LayoutReader reader(bytes, document);
        error = reader.read();
        if (!error)
            return std::move(reader.layout());
    }
    return Error{Error::Code::Invalid,
                 translate("cpx", "the body is not a JSON object in UTF-8 (%1)")
                     .arg(QString::fromLatin1(simdjson::error_message(error)))};
}

} // namespace cpx
