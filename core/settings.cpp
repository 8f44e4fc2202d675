// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings.h"

#include "core/translate.h"
#include "core/textfile.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonParseError>
#include <array>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 maximumFileSize = 1024 * 1024;
constexpr qint64 hour = 3'600'000;

using Type = SettingDefinition::Type;

const std::array definitions = {
    SettingDefinition{"proxy.host", Type::Choice, u"127.0.0.1"_s, 0, 0, {u"127.0.0.1"_s, u"::1"_s},
                      QT_TRANSLATE_NOOP("Settings", "Loopback address the proxy listens on")},
    SettingDefinition{"proxy.port", Type::Integer, 10000, 0, 65535, {},
                      QT_TRANSLATE_NOOP("Settings", "Port the proxy listens on; 0 means any free one")},
    SettingDefinition{"proxy.clientToken", Type::Text, QString(), 0, 0, {},
                      QT_TRANSLATE_NOOP("Settings", "Word that requests must carry in X-Codex-Plus-Token; empty: none")},
    SettingDefinition{"upstream.url", Type::Text, QString(), 0, 0, {},
                      QT_TRANSLATE_NOOP("Settings", "Base URL requests are sent to; empty: chosen by the kind of login")},
    SettingDefinition{"upstream.transport", Type::Choice, u"direct"_s, 0, 0, {u"direct"_s, u"stock"_s},
                      QT_TRANSLATE_NOOP("Settings", "HTTP client: our own (direct) or Qt's (stock)")},
    SettingDefinition{"upstream.connectTimeoutMs", Type::Integer, 10'000, 100, hour, {},
                      QT_TRANSLATE_NOOP("Settings", "Longest wait for a connection to the upstream, milliseconds")},
    SettingDefinition{"upstream.firstByteTimeoutMs", Type::Integer, 600'000, 100, hour, {},
                      QT_TRANSLATE_NOOP("Settings", "Longest wait for the first byte of an answer, milliseconds")},
    SettingDefinition{"upstream.silenceTimeoutMs", Type::Integer, 360'000, 100, hour, {},
                      QT_TRANSLATE_NOOP("Settings", "Longest silence inside an answer, milliseconds")},
    SettingDefinition{"upstream.caFile", Type::Text, QString(), 0, 0, {},
                      QT_TRANSLATE_NOOP("Settings", "PEM file with additional certificate authorities")},
    SettingDefinition{"upstream.allowPrivate", Type::Boolean, false, 0, 0, {},
                      QT_TRANSLATE_NOOP("Settings", "Whether the upstream may be in a private network")},
    SettingDefinition{"upstream.httpProxy", Type::Text, QString(), 0, 0, {},
                      QT_TRANSLATE_NOOP("Settings", "HTTP proxy to the upstream: http://[user:password@]host:port, or environment; empty: none")},
    SettingDefinition{"upstream.preconnect", Type::Boolean, true, 0, 0, {},
                      QT_TRANSLATE_NOOP("Settings", "Whether a connection to an https upstream is opened before the first request")},
    SettingDefinition{"limits.headerReadMs", Type::Integer, 10'000, 100, hour, {},
                      QT_TRANSLATE_NOOP("Settings", "Longest time a client may take for a request head, milliseconds")},
    SettingDefinition{"limits.bodySilenceMs", Type::Integer, 60'000, 100, hour, {},
                      QT_TRANSLATE_NOOP("Settings", "Longest silence inside a request body, milliseconds")},
    SettingDefinition{"limits.clientStallMs", Type::Integer, 600'000, 100, 24 * hour, {},
                      QT_TRANSLATE_NOOP("Settings", "How long a client may take nothing of its answer, milliseconds")},
    SettingDefinition{"limits.keepAliveMs", Type::Integer, 75'000, 100, hour, {},
                      QT_TRANSLATE_NOOP("Settings", "How long an idle client connection is kept, milliseconds")},
    SettingDefinition{"limits.bodyBytes", Type::Integer, 128LL * 1024 * 1024, 1024, 4LL * 1024 * 1024 * 1024, {},
                      QT_TRANSLATE_NOOP("Settings", "Largest request body, bytes as sent")},
    SettingDefinition{"limits.connections", Type::Integer, 1024, 1, 100'000, {},
                      QT_TRANSLATE_NOOP("Settings", "Most client connections at a time")},
    SettingDefinition{"limits.requestsInFlight", Type::Integer, 0, 0, 100'000, {},
                      QT_TRANSLATE_NOOP("Settings", "Most requests on their way at a time; 0 means any number")},
    SettingDefinition{"limits.drainMs", Type::Integer, 30'000, 0, hour, {},
                      QT_TRANSLATE_NOOP("Settings", "How long a stop waits for running requests, milliseconds")},
    SettingDefinition{"commands.enabled", Type::Boolean, true, 0, 0, {},
                      QT_TRANSLATE_NOOP("Settings", "Whether slash commands in prompts are expanded")},
    SettingDefinition{"commands.firstArgument", Type::Choice, u"auto"_s, 0, 0, {u"auto"_s, u"0"_s, u"1"_s},
                      QT_TRANSLATE_NOOP("Settings", "Number of the first argument in the files of slash commands: $0, $1, or by the file (auto)")},
    SettingDefinition{"recording", Type::Choice, u"off"_s, 0, 0, {u"off"_s, u"metadata"_s, u"redacted"_s, u"full"_s},
                      QT_TRANSLATE_NOOP("Settings", "What is kept of requests and answers on this computer")},
    SettingDefinition{"recording.maxBytes", Type::Integer, 512LL * 1024 * 1024, 1024 * 1024, 1024LL * 1024 * 1024 * 1024, {},
                      QT_TRANSLATE_NOOP("Settings", "Largest store of recorded requests, bytes; the oldest make room")},
    SettingDefinition{"recording.maxDays", Type::Integer, 30, 1, 36'500, {},
                      QT_TRANSLATE_NOOP("Settings", "Recorded requests older than this many days are removed")},
    SettingDefinition{"statusLine.enabled", Type::Boolean, true, 0, 0, {},
                      QT_TRANSLATE_NOOP("Settings", "Whether the status line that settings.json of .codexplus or .claude defines is shown")},
    SettingDefinition{"statusLine.gitFallback", Type::Boolean, false, 0, 0, {},
                      QT_TRANSLATE_NOOP("Settings", "Whether a status line from git is shown where none is defined")},
    SettingDefinition{"hooks.enabled", Type::Boolean, true, 0, 0, {},
                      QT_TRANSLATE_NOOP("Settings", "Whether the hooks of settings files run")},
    SettingDefinition{"prompts.rememberDays", Type::Integer, 30, 0, 36'500, {},
                      QT_TRANSLATE_NOOP("Settings", "How many days what hooks and commands did to prompts is kept on this computer after it was last needed; 0: in memory only")},
    SettingDefinition{"websocket", Type::Choice, u"refuse"_s, 0, 0, {u"refuse"_s, u"tunnel"_s},
                      QT_TRANSLATE_NOOP("Settings", "WebSockets: refused with 426, so that Codex uses HTTP (refuse), or carried (tunnel)")},
};

const SettingDefinition *findDefinition(QByteArrayView key)
{
    for (const SettingDefinition &definition : definitions) {
        if (key == definition.key)
            return &definition;
    }
    return nullptr;
}

/// The value in the type of the definition, or what is wrong with it (a sentence part after "key: ").
Result<QVariant> checked(const SettingDefinition &definition, const QVariant &value)
{
    switch (definition.type) {
    case Type::Text:
        if (value.typeId() == QMetaType::QString)
            return value;
        return Error{Error::Code::Invalid, translate("cpx", "must be a text in double quotes")};
    case Type::Boolean:
        if (value.typeId() == QMetaType::Bool)
            return value;
        return Error{Error::Code::Invalid, translate("cpx", "must be true or false")};
    case Type::Choice:
        if (value.typeId() == QMetaType::QString && definition.choices.contains(value.toString()))
            return value;
        return Error{Error::Code::Invalid, translate("cpx", "must be one of: %1").arg(definition.choices.join(u", "_s))};
    case Type::Integer: {
        bool isNumber = false;
        const double number = value.toDouble(&isNumber);
        if (isNumber && value.typeId() != QMetaType::QString && value.typeId() != QMetaType::Bool
            && number >= double(definition.minimum) && number <= double(definition.maximum)
            && number == double(qint64(number)))
            return QVariant(qint64(number));
        return Error{Error::Code::Invalid,
                     translate("cpx", "must be a whole number from %1 to %2").arg(definition.minimum).arg(definition.maximum)};
    }
    }
    Q_UNREACHABLE();
}

/// The line a dotted key stands on, for messages; where names repeat, of the last: that one counts. `json` is valid.
int lineOf(const QByteArray &json, const QString &key)
{
    QStringList prefixes{QString()}; // what the keys of each open object begin with
    QString name; // the key seen last
    int line = 1;
    int found = 0;
    for (qsizetype i = 0; i < json.size(); ++i) {
        switch (json[i]) {
        case '\n':
            ++line;
            break;
        case '{':
        case '[':
            prefixes += name.isEmpty() ? QString() : name + u'.';
            break;
        case '}':
        case ']':
            prefixes.removeLast();
            break;
        case '"': {
            qsizetype end = i + 1;
            while (end < json.size() && json[end] != '"')
                end += json[end] == '\\' ? 2 : 1;
            const QByteArray text = json.sliced(i, qMin(end + 1, json.size()) - i);
            qsizetype after = end + 1;
            while (after < json.size() && isspace(static_cast<unsigned char>(json[after])))
                ++after;
            if (after < json.size() && json[after] == ':') {
                name = prefixes.constLast() + QJsonDocument::fromJson('[' + text + ']').array().at(0).toString();
                if (name == key)
                    found = line;
            }
            line += int(text.count('\n'));
            i = end;
            break;
        }
        default:
            break;
        }
    }
    return found;
}

/// True when there are settings below this key; "recording" is such a section and a setting itself.
bool isSection(const QString &key)
{
    return std::any_of(std::begin(definitions), std::end(definitions), [&](const auto &each) {
        return QLatin1StringView(each.key).startsWith(key + u'.');
    });
}

void collect(const QJsonObject &object, const QString &prefix, QList<std::pair<QString, QVariant>> &leaves)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString key = prefix + it.key();
        if (it->isObject() && (isSection(key) || !findDefinition(key.toUtf8())))
            collect(it->toObject(), key + u'.', leaves);
        else
            leaves.append({key, it->toVariant()});
    }
}

} // namespace

std::span<const SettingDefinition> settingDefinitions()
{
    return definitions;
}

Settings::Settings() = default;

Result<Settings> Settings::fromFile(const QString &path)
{
    auto text = readTextFile(path, maximumFileSize);
    if (!text) {
        if (text.error().code == Error::Code::NotFound)
            return Settings();
        return text.error();
    }
    // It says where credentials are sent.
    if (QFileInfo(path).permissions() & (QFileDevice::WriteGroup | QFileDevice::WriteOther))
        return Error{Error::Code::Invalid, translate("cpx", "others may write %1; take that away with: chmod go-w %1").arg(path)};
    return fromJson(*text, path);
}

Result<Settings> Settings::fromJson(const QByteArray &json, const QString &origin)
{
    Settings settings;
    if (json.trimmed().isEmpty()) {
        return Error{Error::Code::Invalid,
                     translate("cpx", "%1 is empty; write {} for the defaults, or remove the file").arg(origin)};
    }
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError) {
        // Qt counts the byte it stumbled over as read, except for one after the end.
        const int read = problem.error == QJsonParseError::GarbageAtEnd ? 0 : 1;
        const QByteArray before = json.first(qBound(qsizetype(0), qsizetype(problem.offset) - read, json.size()));
        const qsizetype line = before.count('\n') + 1;
        const qsizetype column = before.size() - (before.lastIndexOf('\n') + 1) + 1;
        return Error{Error::Code::Invalid, translate("cpx", "%1, line %2, column %3: %4; correct it, or move the file away")
                                               .arg(origin, QString::number(line), QString::number(column), problem.errorString())};
    }
    if (!document.isObject())
        return Error{Error::Code::Invalid, translate("cpx", "%1 does not hold a JSON object; it must begin with { and end with }").arg(origin)};

    QList<std::pair<QString, QVariant>> leaves;
    collect(document.object(), {}, leaves);
    for (const auto &[key, value] : leaves) {
        if (!findDefinition(key.toUtf8())) {
            if (isSection(key)) {
                return Error{Error::Code::Invalid,
                             translate("cpx", "%1, line %2: %3 must be an object: { … }; correct it")
                                 .arg(origin, QString::number(lineOf(json, key)), key)};
            }
            settings.m_unknownKeys += key;
            continue;
        }
        if (auto result = settings.set(key, value); !result) {
            return Error{Error::Code::Invalid,
                         translate("cpx", "%1, line %2: %3; correct it").arg(origin, QString::number(lineOf(json, key)), result.error().message)};
        }
    }
    return settings;
}

Result<void> Settings::set(const QString &key, const QVariant &value)
{
    const SettingDefinition *definition = findDefinition(key.toUtf8());
    if (!definition) {
        QStringList known;
        for (const SettingDefinition &each : definitions)
            known += QString::fromLatin1(each.key);
        return Error{Error::Code::NotFound,
                     translate("cpx", "there is no setting %1; the settings are: %2").arg(key, known.join(u", "_s))};
    }
    auto good = checked(*definition, value);
    if (!good)
        return Error{Error::Code::Invalid, u"%1 %2"_s.arg(key, good.error().message)};
    m_values.insert(definition->key, *good);
    return {};
}

Result<void> Settings::applyOverride(const QString &assignment)
{
    const qsizetype equals = assignment.indexOf(u'=');
    if (equals <= 0)
        return Error{Error::Code::Invalid, translate("cpx", "\"%1\" is not of the form key=value").arg(assignment)};
    const QString key = assignment.first(equals);
    const QString text = assignment.sliced(equals + 1);
    const SettingDefinition *definition = findDefinition(key.toUtf8());
    QVariant value = text;
    if (definition && definition->type == Type::Integer) {
        bool ok = false;
        if (const qint64 number = text.toLongLong(&ok); ok)
            value = number;
    } else if (definition && definition->type == Type::Boolean && (text == u"true" || text == u"false")) {
        value = text == u"true";
    }
    return set(key, value);
}

QString Settings::text(const char *key) const
{
    const SettingDefinition *definition = findDefinition(key);
    Q_ASSERT(definition && (definition->type == Type::Text || definition->type == Type::Choice));
    return m_values.value(key, definition->defaultValue).toString();
}

qint64 Settings::integer(const char *key) const
{
    const SettingDefinition *definition = findDefinition(key);
    Q_ASSERT(definition && definition->type == Type::Integer);
    return m_values.value(key, definition->defaultValue).toLongLong();
}

bool Settings::boolean(const char *key) const
{
    const SettingDefinition *definition = findDefinition(key);
    Q_ASSERT(definition && definition->type == Type::Boolean);
    return m_values.value(key, definition->defaultValue).toBool();
}

} // namespace cpx
