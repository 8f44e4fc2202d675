// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/messageitems.h"

#include "proxy/prompt/jsontext.h"

namespace cpx {

QByteArray developerMessage(QStringView text, QByteArrayView id)
{
    return R"({"type":"message","id":)" + jsonString(QString::fromUtf8(id))
        + R"(,"role":"developer","content":[{"type":"input_text","text":)" + jsonString(text) + "}]}";
}

QByteArray systemMessage(QStringView text)
{
    return R"({"role":"system","content":)" + jsonString(text) + '}';
}

QByteArray instructionMessage(RequestLayout::Shape shape, QStringView text, QByteArrayView id)
{
    return shape == RequestLayout::Shape::ChatCompletions ? systemMessage(text) : developerMessage(text, id);
}

} // namespace cpx
