// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/settingsfile/settingsdocument.h"

#include "agents/settingsfile/hooksection.h"
#include "agents/settingsfile/jsonpositions.h"
#include "agents/settingsfile/settingsproblems.h"
#include "core/confinedfile.h"
#include "core/textfile.h"
#include "core/translate.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonParseError>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 maximumSize = 1024 * 1024;
constexpr int maximumDepth = 64;

using Severity = SettingsProblem::Severity;
using Verdict = SettingsDocument::Verdict;

/// What to do about the byte the parser stumbled over.
QString syntaxRemedy(const QByteArray &json, qsizetype offset)
{
    const char c = offset < json.size() ? json[offset] : '\0';
    if (c == '/' || c == '#')
        return translate("cpx", "JSON has no comments, remove it");
    if ((c == '}' || c == ']') && json.first(offset).trimmed().endsWith(','))
        return translate("cpx", "remove the comma before it");
    return translate("cpx", "correct it");
}

SettingsProblem syntaxProblem(const QString &path, const QByteArray &json, const QJsonParseError &error)
{
    // Qt counts the byte it stumbled over as read, except for one after the end.
    const int read = error.error == QJsonParseError::GarbageAtEnd ? 0 : 1;
    const qsizetype offset = qBound(qsizetype(0), qsizetype(error.offset) - read, json.size());
    const JsonPosition position = jsonPositionAt(json, offset);
    return {Severity::Rejects, path, position.line, position.column, {},
            u"%1; %2"_s.arg(error.errorString(), syntaxRemedy(json, offset))};
}

bool isListOfTexts(const QJsonValue &value)
{
    const QJsonArray array = value.toArray();
    return value.isArray() && std::all_of(array.begin(), array.end(), [](const QJsonValue &each) { return each.isString(); });
}

/// The keys that Claude Code knows and rejects the file for, and whose values are not used here.
void checkOtherKeys(const QJsonObject &root, SettingsProblems &problems)
{
    if (root.contains(u"model"_s) && !root.value(u"model"_s).isString())
        problems.wrong(u"model"_s, translate("cpx", "must be a text in double quotes; correct it, or remove it"));
    const QJsonValue permissions = root.value(u"permissions"_s);
    if (permissions.isUndefined())
        return;
    if (!permissions.isObject()) {
        problems.wrong(u"permissions"_s, translate("cpx", "must be an object: { … }; correct it, or remove it"));
        return;
    }
    for (const char *key : {"allow", "ask", "deny", "additionalDirectories"}) {
        const QJsonValue rules = permissions.toObject().value(QLatin1StringView(key));
        if (!rules.isUndefined() && !isListOfTexts(rules))
            problems.wrong(u"permissions."_s + QLatin1StringView(key), translate("cpx", "must be a list of texts; correct it, or remove it"));
    }
}

QJsonObject readStatusLine(const QJsonObject &root, SettingsProblems &problems)
{
    const QJsonValue value = root.value(u"statusLine"_s);
    if (value.isUndefined())
        return {};
    const QJsonObject line = value.toObject();
    const auto has = [&](const char *key, auto isRight) {
        const QJsonValue each = line.value(QLatin1StringView(key));
        return each.isUndefined() || isRight(each);
    };
    const auto isNumber = [](const QJsonValue &each) { return each.isDouble(); };
    if (!value.isObject() || line.value(u"type"_s).toString() != u"command" || line.value(u"command"_s).toString().isEmpty()
        || !has("padding", isNumber) || !has("refreshInterval", [](const QJsonValue &each) { return each.toDouble() >= 1; })) {
        problems.wrong(u"statusLine"_s,
                       translate("cpx", "must be { \"type\": \"command\", \"command\": \"…\" }, with numbers in padding and refreshInterval (1 or more); correct it, or remove it"));
        return {};
    }
    return line;
}

std::optional<bool> readDisableAllHooks(const QJsonObject &root, SettingsProblems &problems)
{
    const QJsonValue value = root.value(u"disableAllHooks"_s);
    if (value.isBool())
        return value.toBool();
    if (!value.isUndefined())
        problems.wrong(u"disableAllHooks"_s, translate("cpx", "must be true or false; correct it, or remove it"));
    return std::nullopt;
}

QMap<QString, QString> readEnvironment(const QJsonObject &root, SettingsProblems &problems)
{
    QMap<QString, QString> environment;
    const QJsonValue value = root.value(u"env"_s);
    if (!value.isUndefined() && !value.isObject())
        problems.wrong(u"env"_s, translate("cpx", "must be an object: { \"NAME\": \"value\" }; correct it, or remove it"));
    const QJsonObject variables = value.toObject();
    for (auto it = variables.begin(); it != variables.end(); ++it) {
        const QString text = it->isString() ? it->toString() : it->toVariant().toString(); // numbers are tolerated
        if (it.key().isEmpty() || it.key().contains(u'=') || it.key().contains(QChar::Null) || text.contains(QChar::Null))
            problems.remark(u"env."_s + it.key(), translate("cpx", "no variable can have this name or value, it is left out; correct it"));
        else if (it->isString() || it->isDouble() || it->isBool())
            environment.insert(it.key(), text);
        else
            problems.wrong(u"env."_s + it.key(), translate("cpx", "must be a text in double quotes; correct it, or remove it"));
    }
    return environment;
}

/// Lines and columns of the hooks and problems. False when the text breaks a rule of JSON that Qt does not see.
bool locate(SettingsDocument &document, const QByteArray &json)
{
    QSet<QString> wanted;
    for (const SettingsProblem &problem : std::as_const(document.problems))
        wanted += problem.keyPath;
    for (const HookDefinition &hook : std::as_const(document.hooks))
        wanted += hook.keyPath;
    const JsonPlaces places = jsonPlaces(json, wanted);
    for (SettingsProblem &problem : document.problems) {
        const JsonPosition position = places.positions.value(problem.keyPath);
        problem.line = position.line;
        problem.column = position.column;
    }
    std::stable_sort(document.problems.begin(), document.problems.end(), [](const auto &one, const auto &other) {
        return std::pair(one.line, one.column) < std::pair(other.line, other.column);
    });
    for (HookDefinition &hook : document.hooks)
        hook.line = places.positions.value(hook.keyPath).line;
    if (places.controlCharacter) {
        document.problems = {{Severity::Rejects, document.path, places.controlCharacter->line, places.controlCharacter->column, {},
                              translate("cpx", "a text goes over the end of a line or holds a control character; write \\n or \\t")}};
    } else if (places.depth > maximumDepth) {
        document.problems = {{Severity::Rejects, document.path, 0, 0, {},
                              translate("cpx", "the file is nested more than %1 levels deep; simplify it").arg(maximumDepth)}};
    }
    return !places.controlCharacter && places.depth <= maximumDepth;
}

SettingsDocument notUsed(Verdict verdict, const QString &path, SettingsScope scope, const SettingsProblem &problem)
{
    SettingsDocument document;
    document.path = path;
    document.scope = scope;
    document.verdict = verdict;
    document.problems = {problem};
    return document;
}

} // namespace

SettingsDocument SettingsDocument::fromJson(const QByteArray &json, const QString &path, SettingsScope scope)
{
    const QByteArray hash = QCryptographicHash::hash(json, QCryptographicHash::Sha256);
    QJsonParseError error;
    const QJsonDocument parsed = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError || !parsed.isObject()) {
        const SettingsProblem problem = error.error != QJsonParseError::NoError
            ? syntaxProblem(path, json, error)
            : SettingsProblem{Severity::Rejects, path, 1, 1, {}, translate("cpx", "the file does not hold a JSON object; it must begin with { and end with }")};
        SettingsDocument document = notUsed(Verdict::NotJson, path, scope, problem);
        document.sha256 = hash;
        return document;
    }

    const QJsonObject root = parsed.object();
    SettingsProblems problems(path, scope);
    SettingsDocument document;
    document.path = path;
    document.scope = scope;
    document.sha256 = hash;
    if (root.contains(u"hooks"_s))
        document.hooks = hooksOfSection(root.value(u"hooks"_s), problems);
    document.disableAllHooks = readDisableAllHooks(root, problems);
    document.statusLine = readStatusLine(root, problems);
    document.environment = readEnvironment(root, problems);
    checkOtherKeys(root, problems);
    document.problems = problems.all();
    if (!locate(document, json)) {
        document.hooks.clear();
        document.statusLine = {};
        document.environment.clear();
        document.disableAllHooks.reset();
        document.verdict = Verdict::NotJson;
    } else if (problems.isRejected()) {
        document.verdict = Verdict::Rejected;
    } else if (!document.problems.isEmpty()) {
        document.verdict = Verdict::FineWithRemarks;
    }
    return document;
}

std::optional<SettingsDocument> SettingsDocument::read(const QString &path, SettingsScope scope, const QString &root)
{
    const auto bytes = isUserLevel(scope) ? readTextFile(path, maximumSize) : readConfinedFile(root, path, maximumSize);
    if (bytes)
        return fromJson(*bytes, path, scope);
    if (bytes.error().code == Error::Code::NotFound)
        return std::nullopt;
    return notUsed(Verdict::Unreadable, path, scope, {Severity::Rejects, path, 0, 0, {}, bytes.error().message});
}

QString settingsVerdictText(SettingsDocument::Verdict verdict)
{
    switch (verdict) {
    case Verdict::Fine: return translate("cpx", "fine");
    case Verdict::FineWithRemarks: return translate("cpx", "fine, with remarks");
    case Verdict::Rejected: return translate("cpx", "rejected as a whole, as by Claude Code");
    case Verdict::NotJson: return translate("cpx", "no JSON");
    case Verdict::Unreadable: return translate("cpx", "cannot be read");
    }
    Q_UNREACHABLE();
}

} // namespace cpx
