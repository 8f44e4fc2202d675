// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookrecord.h"

#include "core/redaction.h"
#include "core/translate.h"

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype excerptLength = 2000;

QString excerpt(const QByteArray &bytes)
{
    // Cut after the redaction, or half a credential would not be known as one.
    return QString::fromUtf8(redacted(QByteArrayView(bytes).first(qMin(bytes.size(), 4 * excerptLength)))).left(excerptLength);
}

} // namespace

HookRecord HookRecord::of(const HookDefinition &hook, const ChildResult &result)
{
    HookRecord record;
    record.event = hook.event.value_or(HookEvent::Stop);
    record.command = QString::fromUtf8(redacted(hook.commandText().toUtf8()));
    record.file = hook.file;
    record.line = hook.line;
    record.ending = result.ending;
    record.exitCode = result.exitCode;
    record.duration = result.duration;
    record.output = excerpt(result.output);
    record.errors = result.ending == ChildResult::Ending::NotStarted ? result.error : excerpt(result.errors);
    return record;
}

QString hookEndingText(const HookRecord &record)
{
    switch (record.ending) {
    case ChildResult::Ending::Exited: return translate("cpx", "exited with %1").arg(record.exitCode);
    case ChildResult::Ending::Crashed: return translate("cpx", "crashed");
    case ChildResult::Ending::TimedOut: return translate("cpx", "timed out");
    case ChildResult::Ending::TooMuchOutput: return translate("cpx", "wrote too much");
    case ChildResult::Ending::NotStarted: return translate("cpx", "did not start");
    case ChildResult::Ending::Cancelled: return translate("cpx", "cancelled");
    }
    Q_UNREACHABLE();
}

QString hookEffectName(HookRecord::Effect effect)
{
    switch (effect) {
    case HookRecord::Effect::None: return {};
    case HookRecord::Effect::Blocked: return u"blocked"_s;
    case HookRecord::Effect::Stopped: return u"stopped"_s;
    case HookRecord::Effect::Changed: return u"changed"_s;
    case HookRecord::Effect::Context: return u"context"_s;
    case HookRecord::Effect::Failed: return u"failed"_s;
    case HookRecord::Effect::Background: return u"background"_s;
    }
    Q_UNREACHABLE();
}

} // namespace cpx
