// SPDX-License-Identifier: GPL-3.0-or-later
// Any settings.json gives values within their bounds or a message that says where; --set keeps to the same bounds.
// And nothing that looks like a bearer token passes the redaction, whatever stands around it.
#include "core/log.h"
#include "core/redaction.h"
#include "core/settings.h"
#include "tests/fuzz/cuts.h"

using namespace cpx;
using namespace Qt::StringLiterals;

namespace {

void check(const Settings &settings)
{
    for (const SettingDefinition &definition : settingDefinitions()) {
        switch (definition.type) {
        case SettingDefinition::Type::Integer: {
            const qint64 value = settings.integer(definition.key);
            fuzz::require(value >= definition.minimum && value <= definition.maximum, "numbers are within their bounds", definition.key);
            break;
        }
        case SettingDefinition::Type::Choice:
            fuzz::require(definition.choices.contains(settings.text(definition.key)), "choices are among the offered", definition.key);
            break;
        case SettingDefinition::Type::Text:
            settings.text(definition.key);
            break;
        case SettingDefinition::Type::Boolean:
            settings.boolean(definition.key);
            break;
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray input(reinterpret_cast<const char *>(data), qsizetype(size));
    auto settings = Settings::fromJson(input, u"FILE"_s);
    if (settings) {
        check(*settings);
    } else {
        const QByteArray message = settings.error().message.toUtf8();
        fuzz::require(message.startsWith("FILE"), "a message names the file", message);
        fuzz::require(!message.contains("line 0"), "a message names a line", message);
    }

    Settings overridden;
    if (!overridden.applyOverride(QString::fromUtf8(input)))
        fuzz::require(overridden.unknownKeys().isEmpty(), "a refused override changes nothing");
    check(overridden);

    const QByteArray line = logLine(QtWarningMsg, "c", QString::fromUtf8(input));
    fuzz::require(line.endsWith('\n') && line.count('\n') == 1 && !line.contains('\x1b') && !line.contains('\r'), "a message is one line", line);
    const QByteArray secret = "Zq7Zq7Zq7Zq7Zq7Zq7";
    const QByteArray shown = redacted(input + " Bearer " + secret + ' ' + input);
    fuzz::require(input.contains("Zq7") || !shown.contains("Zq7"), "no token passes", shown);
    return 0;
}
