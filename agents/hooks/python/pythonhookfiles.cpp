// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/python/pythonhookfiles.h"

#include "core/textfile.h"
#include "core/translate.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QSet>
#include <algorithm>
#include <yaml-cpp/yaml.h>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 maximumFile = 1024 * 1024;
constexpr qsizetype maximumMetadata = 64 * 1024;
constexpr qsizetype leastLines = 5; ///< of a file with a docstring

/// As Python reads them: true and false, numbers, else text.
QJsonValue valueOf(const QString &text)
{
    if (text.compare(u"true"_s, Qt::CaseInsensitive) == 0 || text.compare(u"false"_s, Qt::CaseInsensitive) == 0)
        return text.compare(u"true"_s, Qt::CaseInsensitive) == 0;
    bool isNumber = false;
    if (const qint64 whole = text.toLongLong(&isNumber); isNumber)
        return whole;
    if (const double number = text.toDouble(&isNumber); isNumber)
        return number;
    return text;
}

QByteArrayList linesOf(const QByteArray &bytes)
{
    return bytes.split('\n');
}

/// Between two lines `"""`, after a line `Hook Metadata:`; empty when there is none of that.
QJsonObject docstringMetadata(const QByteArrayList &lines)
{
    QJsonObject config;
    bool isInside = false;
    bool isMetadata = false;
    for (const QByteArray &raw : lines) {
        const QByteArray line = raw.trimmed();
        if (line == "\"\"\"") {
            if (isInside)
                break;
            isInside = true;
        } else if (isInside && line == "Hook Metadata:") {
            isMetadata = true;
        } else if (isMetadata && !line.isEmpty()) {
            const qsizetype colon = line.indexOf(':');
            if (colon < 0)
                break;
            config.insert(QString::fromUtf8(line.first(colon).trimmed()), valueOf(QString::fromUtf8(line.sliced(colon + 1).trimmed())));
        }
    }
    return config;
}

/// Scalars only: hooks have no others, and nothing can be nested or repeated by aliases.
Result<QJsonObject> yamlMetadata(const QByteArray &text)
try {
    const YAML::Node node = YAML::Load(text.toStdString());
    if (!node.IsMap())
        return Error{Error::Code::Invalid, translate("cpx", "its metadata are no list of keys and values")};
    QJsonObject config;
    for (const auto &entry : node) {
        if (entry.first.IsScalar() && entry.second.IsScalar()) {
            const QString value = QString::fromStdString(entry.second.Scalar());
            config.insert(QString::fromStdString(entry.first.Scalar()), entry.second.Tag() == "!" ? QJsonValue(value) : valueOf(value)); // "!": quoted
        }
    }
    return config;
} catch (const YAML::Exception &problem) {
    return Error{Error::Code::Invalid, translate("cpx", "its metadata cannot be read: %1").arg(QString::fromStdString(problem.what()))};
}

/// Takes the fence and what is in it from the lines.
Result<QJsonObject> fencedMetadata(QByteArrayList &lines)
{
    for (qsizetype end = 1; end < lines.size(); ++end) {
        if (lines[end].trimmed() != "---")
            continue;
        const QByteArray text = lines.sliced(1, end - 1).join('\n');
        if (text.size() > maximumMetadata)
            break;
        lines.remove(0, end + 1);
        return yamlMetadata(text);
    }
    return Error{Error::Code::Invalid, translate("cpx", "its metadata have no end")};
}

} // namespace

Result<PythonHook> PythonHook::parse(const QString &path, const QByteArray &bytes)
{
    const Error none{Error::Code::Invalid, translate("cpx", "%1 has no metadata of a hook; add its name and type").arg(path)};
    PythonHook hook;
    hook.stem = QFileInfo(path).completeBaseName();
    hook.file = {path, QCryptographicHash::hash(bytes, QCryptographicHash::Sha256)};
    hook.code = bytes;
    QByteArrayList lines = linesOf(bytes);
    if (lines.size() >= leastLines)
        hook.config = docstringMetadata(lines);
    if (!hook.config.contains(u"name"_s) || !hook.config.contains(u"type"_s)) {
        if (lines.constFirst().trimmed() != "---")
            return none;
        auto fenced = fencedMetadata(lines);
        if (!fenced)
            return Error{Error::Code::Invalid, translate("cpx", "%1 is no hook: %2").arg(path, fenced.error().message)};
        hook.config = *fenced;
        hook.code = lines.join('\n');
    }
    hook.type = hook.config.value(u"type"_s).toString(hook.type);
    hook.priority = hook.config.value(u"priority"_s).toDouble(hook.priority);
    hook.isEnabled = hook.config.value(u"enabled"_s).toBool(true);
    return hook;
}

QList<PythonHook> readPythonHooks(const QStringList &directories, QStringList &problems)
{
    QList<PythonHook> hooks;
    QSet<QString> stems;
    for (const QString &directory : directories) {
        const QStringList names = QDir(directory).entryList({u"*.py"_s}, QDir::Files, QDir::Name);
        for (const QString &name : names) {
            const QString stem = QFileInfo(name).completeBaseName();
            if (stems.contains(stem))
                continue;
            stems.insert(stem);
            const QString path = QFileInfo(directory + u'/' + name).canonicalFilePath();
            const auto bytes = readTextFile(path, maximumFile);
            auto hook = bytes ? PythonHook::parse(path, *bytes) : Result<PythonHook>(bytes.error());
            if (hook) {
                hook->stem = stem; // of the link, when it is one
                hooks.append(*hook);
            } else {
                problems.append(hook.error().message);
            }
        }
    }
    std::stable_sort(hooks.begin(), hooks.end(), [](const PythonHook &a, const PythonHook &b) { return a.priority < b.priority; });
    return hooks;
}

} // namespace cpx
