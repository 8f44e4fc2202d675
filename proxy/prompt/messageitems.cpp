// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/messageitems.h"

#include "proxy/prompt/jsontext.h"
#include "proxy/prompt/modelrequest.h"

#include <QUuid>

namespace cpx {

QByteArray developerMessage(QStringView text, QByteArrayView id)
{
    return R"({"type":"message","id":)" + jsonString(QString::fromUtf8(id))
        + R"(,"role":"developer","content":[{"type":"input_text","text":)" + jsonString(text) + "}]}";
}

QByteArray assistantMessage(QStringView text, QByteArrayView id)
{
    return R"({"type":"message","id":)" + jsonString(QString::fromUtf8(id))
        + R"(,"status":"completed","role":"assistant","content":[{"type":"output_text","text":)" + jsonString(text)
        + R"(,"annotations":[]}]})";
}

QByteArray systemMessage(QStringView text)
{
    return R"({"role":"system","content":)" + jsonString(text) + '}';
}

QByteArray instructionMessage(RequestLayout::Shape shape, QStringView text, QByteArrayView id)
{
    return shape == RequestLayout::Shape::ChatCompletions ? systemMessage(text) : developerMessage(text, id);
}

QByteArray newOwnItemId()
{
    return ModelRequest::ownItemPrefix.toByteArray() + QUuid::createUuid().toByteArray(QUuid::Id128);
}

} // namespace cpx
