// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/demo/demoreply.h"

#include "proxy/demo/demorequest.h"
#include "proxy/demo/demotexts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

QRegularExpression words(const QString &pattern)
{
    return QRegularExpression(
        pattern, QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
}

bool isGreeting(const QString &prompt)
{
    static const QRegularExpression greeting =
        words(uR"(^\W*(hi|hello|hey|hallo|moin|ping|good (morning|day|evening))\b)"_s);
    static const QRegularExpression askedFor = words(uR"(\bsay (hi|hello)\b)"_s);
    return prompt.size() < 60 && (greeting.match(prompt).hasMatch() || askedFor.match(prompt).hasMatch());
}

bool wantsLongText(const QString &prompt)
{
    static const QRegularExpression wish =
        words(uR"(\b(long|essay|story|tutorial|guide|tour|in detail|detailed|\d{3,} words)\b)"_s);
    return wish.match(prompt).hasMatch();
}

/// The command a prompt asks for, or empty. Only commands that read: this model matches words, it does not
/// understand them, and must not do what somebody wrote *not* to do.
QString wantedCommand(const QString &prompt)
{
    static const QRegularExpression gitStatus = words(uR"(\bgit status\b)"_s);
    static const QRegularExpression whereAmI = words(uR"(\bpwd\b|\b(current|working) director)"_s);
    static const QRegularExpression list = words(
        uR"(\b(list|show|print|display|see|look at)\b.{0,40}\b(files?|folders?|director(y|ies))\b|\bls\b)"_s);
    static const QRegularExpression run = words(uR"(\b(run|execute)\b)"_s);
    if (gitStatus.match(prompt).hasMatch())
        return u"git status --short"_s;
    if (whereAmI.match(prompt).hasMatch())
        return u"pwd"_s;
    if (list.match(prompt).hasMatch() || run.match(prompt).hasMatch())
        return u"ls"_s;
    return {};
}

/// What a command printed, without the lines Codex puts around it.
QString commandOutput(QString output)
{
    static const QString marker = u"Output:\n"_s;
    if (const qsizetype at = output.indexOf(marker); at >= 0)
        output.remove(0, at + marker.size());
    // Scripts of code mode often print the whole result object.
    const QJsonValue inner = QJsonDocument::fromJson(output.toUtf8()).object().value("output"_L1);
    if (inner.isString())
        output = inner.toString();
    return output.trimmed();
}

QString fenced(const QString &output)
{
    constexpr qsizetype mostLines = 30;
    QStringList lines = output.split(u'\n');
    if (lines.size() > mostLines) {
        const qsizetype left = lines.size() - mostLines;
        lines = lines.first(mostLines);
        lines += u"… and %1 more lines"_s.arg(left);
    }
    // The output may itself be markdown: the fence must be longer than any in it.
    QString fence = u"```"_s;
    while (output.contains(fence))
        fence += u'`';
    return u"%1text\n%2\n%1"_s.arg(fence, lines.join(u'\n'));
}

QString titleFor(const QString &prompt, qsizetype mostLength)
{
    // Codex asks for a title with a prompt of its own that quotes the user's.
    static const QString marker = u"User prompt:\n"_s;
    const qsizetype at = prompt.lastIndexOf(marker);
    QString title;
    const QStringList parts =
        (at < 0 ? prompt : prompt.sliced(at + marker.size())).simplified().split(u' ', Qt::SkipEmptyParts);
    for (const QString &part : parts.first(std::min<qsizetype>(parts.size(), 5))) {
        if (!title.isEmpty() && title.size() + 1 + part.size() > mostLength)
            break;
        title += (title.isEmpty() ? QString() : u" "_s) + part;
    }
    title = title.left(mostLength);
    while (!title.isEmpty() && title.back().isPunct())
        title.chop(1);
    if (title.isEmpty())
        return u"Try the demo model"_s.left(mostLength);
    title[0] = title.at(0).toUpper();
    return title;
}

/// The plainest value a JSON schema allows; `name` decides what texts say.
QJsonValue valueFor(const QJsonObject &schema, const QString &name, const QString &prompt)
{
    if (const QJsonArray choices = schema.value("enum"_L1).toArray(); !choices.isEmpty())
        return choices.first();
    QJsonValue type = schema.value("type"_L1);
    if (type.isArray())
        type = type.toArray().first();
    const QString kind = type.toString(u"object"_s);
    if (kind == "string"_L1) {
        const int most = schema.value("maxLength"_L1).toInt(200);
        return name == "title"_L1 ? titleFor(prompt, most) : demotexts::shortQuote(prompt).left(most);
    }
    if (kind == "integer"_L1 || kind == "number"_L1)
        return schema.value("minimum"_L1).toDouble(0);
    if (kind == "boolean"_L1)
        return false;
    if (kind == "null"_L1)
        return {};
    if (kind == "array"_L1)
        return QJsonArray();
    QJsonObject object;
    const QJsonObject properties = schema.value("properties"_L1).toObject();
    for (auto it = properties.begin(); it != properties.end(); ++it)
        object.insert(it.key(), valueFor(it.value().toObject(), it.key(), prompt));
    return object;
}

DemoReply turnReply(const DemoRequest &request)
{
    DemoReply reply;
    if (request.toolOutput) {
        const QString output = commandOutput(*request.toolOutput);
        reply.text = output.isEmpty() ? demotexts::afterSilentTool() : demotexts::afterTool(fenced(output));
        return reply;
    }
    if (isGreeting(request.prompt)) {
        reply.text = demotexts::greeting();
        return reply;
    }
    const QString command = wantedCommand(request.prompt);
    if (!command.isEmpty() && request.tools != DemoRequest::Tools::None) {
        reply.kind = DemoReply::Kind::Command;
        reply.command = command;
        reply.thoughts = demotexts::thoughtsBeforeTool(command);
    } else if (wantsLongText(request.prompt)) {
        reply.thoughts = demotexts::thoughtsBeforeLongText();
        reply.text = demotexts::longText(request.prompt);
    } else {
        reply.thoughts = demotexts::thoughts();
        reply.text = demotexts::answer(request.prompt);
    }
    return reply;
}

} // namespace

DemoReply DemoReply::to(const DemoRequest &request)
{
    DemoReply reply;
    switch (request.kind) {
    case DemoRequest::Kind::Turn: reply = turnReply(request); break;
    case DemoRequest::Kind::Structured:
        reply.text = QString::fromUtf8(QJsonDocument(valueFor(request.schema, {}, request.prompt).toObject())
                                           .toJson(QJsonDocument::Compact));
        break;
    case DemoRequest::Kind::Compaction: reply.kind = Kind::Compaction; break;
    case DemoRequest::Kind::Summary: reply.text = demotexts::summary(request.prompt); break;
    }
    if (!request.wantsReasoning)
        reply.thoughts.clear();
    return reply;
}

} // namespace cpx
