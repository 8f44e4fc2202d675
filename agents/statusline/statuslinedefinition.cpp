// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/statusline/statuslinedefinition.h"

#include "core/translate.h"

#include <QJsonValue>

#include <cmath>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int maximumPadding = 100;
constexpr double maximumIntervalSeconds = 24 * 60 * 60;

std::chrono::milliseconds fromSeconds(double seconds)
{
    return std::chrono::milliseconds(std::llround(seconds * 1000));
}

/// Takes the fields of one object, and notes what is wrong with them.
class FieldReader
{
public:
    FieldReader(const QJsonObject &object, const QString &origin, QStringList &problems)
        : m_object(object)
        , m_origin(origin)
        , m_problems(problems)
    { }

    void complain(const QString &problem) { m_problems += u"%1: %2"_s.arg(m_origin, problem); }

    std::optional<QString> command()
    {
        if (m_object.value("type"_L1) != "command"_L1) {
            complain(translate("cpx", "statusLine.type must be \"command\"; correct it"));
            return {};
        }
        const QString command = m_object.value("command"_L1).toString();
        if (command.trimmed().isEmpty() || command.contains(QChar(u'\0'))) {
            complain(translate("cpx", "statusLine.command must be a command line; correct it"));
            return {};
        }
        return command;
    }

    std::optional<std::chrono::milliseconds> timeout()
    {
        const QJsonValue value = m_object.value("timeout"_L1);
        if (value.isUndefined())
            return {};
        const double seconds = value.toDouble(-1);
        if (!(seconds >= 0.001)) {
            complain(translate("cpx", "statusLine.timeout must be a number of seconds above 0; correct it"));
            return {};
        }
        if (seconds * 1000 > double(StatusLineDefinition::maximumTimeout.count())) {
            complain(translate("cpx", "statusLine.timeout is in seconds, and 60 are the most; correct it"));
            return StatusLineDefinition::maximumTimeout;
        }
        return fromSeconds(seconds);
    }

    StatusLineDefinition::Mode mode()
    {
        using Mode = StatusLineDefinition::Mode;
        const QJsonValue value =
            m_object.contains("mode"_L1) ? m_object.value("mode"_L1) : m_object.value("appendMode"_L1);
        if (value.isUndefined())
            return Mode::Prepend;
        if (value.isBool() && !m_object.contains("mode"_L1))
            return value.toBool() ? Mode::Append : Mode::Prepend;
        const QString name = value.toString().trimmed().toLower();
        if (name == "append"_L1)
            return Mode::Append;
        if (name == "off"_L1)
            return Mode::Off;
        if (name != "prepend"_L1)
            complain(translate("cpx", "statusLine.mode must be one of: prepend, append, off; correct it"));
        return Mode::Prepend;
    }

    int padding()
    {
        const QJsonValue value = m_object.value("padding"_L1);
        const int padding = value.toInt(-1);
        if (value.isUndefined() || (padding >= 0 && padding <= maximumPadding))
            return value.toInt(0);
        complain(translate("cpx", "statusLine.padding must be a whole number from 0 to %1; correct it")
                     .arg(maximumPadding));
        return 0;
    }

    std::optional<std::chrono::milliseconds> refreshInterval()
    {
        const QJsonValue value = m_object.value("refreshInterval"_L1);
        if (value.isUndefined())
            return {};
        const double seconds = value.toDouble(-1);
        if (seconds >= 1 && seconds <= maximumIntervalSeconds)
            return fromSeconds(seconds);
        complain(
            translate("cpx", "statusLine.refreshInterval must be a number of seconds from 1; correct it"));
        return {};
    }

private:
    const QJsonObject &m_object;
    const QString &m_origin;
    QStringList &m_problems;
};

} // namespace

StatusLineReading StatusLineDefinition::fromJson(const QJsonObject &statusLine, const QString &origin)
{
    StatusLineReading reading;
    FieldReader fields(statusLine, origin, reading.problems);
    const std::optional<QString> command = fields.command();
    if (!command)
        return reading;
    StatusLineDefinition definition;
    definition.command = *command;
    definition.timeout = fields.timeout().value_or(definition.timeout);
    definition.mode = fields.mode();
    definition.padding = fields.padding();
    definition.refreshInterval = fields.refreshInterval();
    definition.origin = origin;
    reading.definition = definition;
    return reading;
}

StatusLineReading StatusLineDefinition::firstOf(const QList<StatusLineSource> &sources)
{
    StatusLineReading first;
    for (const StatusLineSource &source : sources) {
        const QJsonValue value = source.settings.value("statusLine"_L1);
        if (value.isUndefined() || value.isNull())
            continue;
        if (!value.isObject()) {
            first.problems += u"%1: %2"_s.arg(
                source.path, translate("cpx", "statusLine must be an object: { … }; correct it"));
            continue;
        }
        StatusLineReading reading = fromJson(value.toObject(), source.path);
        first.problems += reading.problems;
        if (reading.definition) {
            first.definition = std::move(reading.definition);
            break;
        }
    }
    return first;
}

} // namespace cpx
