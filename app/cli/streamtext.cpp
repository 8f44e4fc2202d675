// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/streamtext.h"

#include "core/terminaltext.h"
#include "core/translate.h"
#include "proxy/http/sseparser.h"
#include "proxy/recording/recordedcontent.h"
#include "proxy/responses/modeleventtype.h"

#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 gapUs = 2'000'000; ///< a silence worth pointing at
constexpr qint64 newLineUs = 1'000'000; ///< a silence that ends a line

struct Event
{
    QByteArray type{};
    qsizetype bytes = 0; ///< of its data
    std::optional<qint64> atUs{}; ///< from the start of the exchange
    std::optional<qint64> gapUs{}; ///< since the one before
};

QList<Event> eventsOf(const RecordedFlow &flow)
{
    QList<Event> events;
    const QByteArray body = recordedContent(flow.response, flow.record.responseHeaders).bytes;
    QByteArrayView input(body);
    http::SseParser parser;
    while (parser.feed(input) == http::SseParser::Progress::Event) {
        Event event;
        event.type = modelEventType(parser.event()).toByteArray();
        if (event.type.isEmpty())
            event.type = parser.event().data == "[DONE]" ? "[DONE]" : "message";
        event.bytes = parser.event().data.size();
        const qsizetype i = events.size();
        if (i < flow.eventTimesUs.size()) {
            event.atUs = flow.record.firstByteUs.value_or(0) + flow.eventTimesUs.at(i);
            if (i > 0)
                event.gapUs = flow.eventTimesUs.at(i) - flow.eventTimesUs.at(i - 1);
        }
        events.append(event);
    }
    return events;
}

QString seconds(const std::optional<qint64> &microseconds)
{
    return microseconds ? translate("cpx", "%1 s").arg(double(*microseconds) / 1e6, 0, 'f', 3) : u"—"_s;
}

bool continues(const Event &first, const Event &next)
{
    return first.type == next.type && next.gapUs.value_or(0) < newLineUs;
}

} // namespace

QString streamText(const RecordedFlow &flow)
{
    const QList<Event> events = eventsOf(flow);
    if (events.isEmpty())
        return translate("cpx", "No events are recorded of this answer.") + u'\n';
    const auto row = [](const QString &number, const QString &at, const QString &gap, const QString &count, const QString &bytes,
                        const QString &type) {
        return u"%1  %2  %3  %4  %5  %6\n"_s.arg(number, 6).arg(at, 11).arg(gap, 11).arg(count, 6).arg(bytes, 9).arg(type);
    };
    QString out = row(u"#"_s, translate("cpx", "Time"), translate("cpx", "Gap"), translate("cpx", "Events"),
                      translate("cpx", "Bytes"), translate("cpx", "Type"));
    for (qsizetype first = 0; first < events.size();) {
        qsizetype end = first;
        qsizetype bytes = 0;
        for (; end < events.size() && (end == first || continues(events.at(first), events.at(end))); ++end)
            bytes += events.at(end).bytes;
        const Event &event = events.at(first);
        QString type = QString::fromUtf8(terminalText(event.type, LineBreaks::Escape));
        if (event.gapUs.value_or(0) >= gapUs)
            type += u"  ← "_s + translate("cpx", "silence before");
        out += row(QString::number(first + 1), seconds(event.atUs), seconds(event.gapUs), QString::number(end - first),
                   QString::number(bytes), type);
        first = end;
    }
    return out;
}

QJsonArray streamJson(const RecordedFlow &flow)
{
    QJsonArray array;
    const QList<Event> events = eventsOf(flow);
    for (const Event &event : events) {
        array.append(QJsonObject{{u"type"_s, QString::fromUtf8(event.type)},
                                 {u"bytes"_s, event.bytes},
                                 {u"at_us"_s, event.atUs ? QJsonValue(*event.atUs) : QJsonValue()},
                                 {u"gap_us"_s, event.gapUs ? QJsonValue(*event.gapUs) : QJsonValue()}});
    }
    return array;
}

} // namespace cpx
