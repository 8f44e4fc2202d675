// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/prompttext.h"

#include "core/terminaltext.h"
#include "core/translate.h"
#include "proxy/prompt/modelrequest.h"
#include "proxy/recording/recordedcontent.h"

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

Result<QStringList> promptsOf(const RecordedFlow &flow)
{
    if (flow.request.size == 0)
        return Error{Error::Code::NotFound, translate("cpx", "the body of this request is not recorded")};
    const QByteArray body = recordedContent(flow.request, flow.record.requestHeaders).bytes;
    auto request = ModelRequest::parse(body, TurnMetadata::of(flow.record.target, flow.record.requestHeaders));
    if (!request)
        return Error{request.error().code, translate("cpx", "the body of this request cannot be read as one to a model")};
    QStringList texts;
    const QList<Prompt> prompts = request->prompts();
    for (const Prompt &prompt : prompts)
        texts.append(prompt.text());
    return texts;
}

} // namespace

QString promptText(const RecordedFlow &flow)
{
    const auto prompts = promptsOf(flow);
    if (!prompts)
        return u"[%1]\n"_s.arg(prompts.error().message);
    if (prompts->isEmpty())
        return u"[%1]\n"_s.arg(translate("cpx", "the user said nothing new in this request"));
    QString out;
    for (const QString &prompt : *prompts)
        out += (out.isEmpty() ? u""_s : u"\n---\n\n"_s) + QString::fromUtf8(terminalText(prompt.toUtf8(), LineBreaks::Keep)) + u'\n';
    return out;
}

QJsonArray promptJson(const RecordedFlow &flow)
{
    const auto prompts = promptsOf(flow);
    return prompts ? QJsonArray::fromStringList(*prompts) : QJsonArray();
}

} // namespace cpx
