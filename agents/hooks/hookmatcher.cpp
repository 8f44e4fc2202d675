// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookmatcher.h"

#include "core/translate.h"

#include <re2/re2.h>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 maximumMemory = 1024 * 1024; ///< of one expression, compiled; bytes

bool isAsciiWord(QChar c)
{
    return c == u'_' || (c.unicode() < 128 && c.isLetterOrNumber());
}

/// Claude Code compares these with names; two events know fewer characters.
bool isListOfNames(const QString &pattern, HookEvent event)
{
    const bool isNarrow = event == HookEvent::FileChanged || event == HookEvent::StopFailure;
    const QStringView others = isNarrow ? u"|" : u"-, |";
    return std::all_of(pattern.begin(), pattern.end(), [&](QChar c) { return isAsciiWord(c) || others.contains(c); });
}

} // namespace

HookMatcher::HookMatcher(const QString &pattern, HookEvent event)
{
    if (pattern.isEmpty() || pattern == u"*" || !hookEventRules(event).matcherField) {
        m_matchesEverything = true;
        return;
    }
    if (isListOfNames(pattern, event)) {
        for (const QString &name : QString(pattern).replace(u',', u'|').split(u'|'))
            m_names += name.trimmed();
        m_names.removeAll(QString());
        return;
    }
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(maximumMemory);
    auto expression = std::make_shared<const re2::RE2>(pattern.toStdString(), options);
    if (expression->ok()) {
        m_expression = std::move(expression);
        return;
    }
    m_names = {pattern};
    m_problem = translate("cpx", "\"%1\" cannot be used as a regular expression (%2) and is compared as a whole; "
                                 "write it without looking around and back references")
                    .arg(pattern, QString::fromStdString(expression->error()));
}

bool HookMatcher::matches(const QString &value) const
{
    if (m_matchesEverything)
        return true;
    if (!m_expression)
        return m_names.contains(value);
    const QByteArray text = value.toUtf8();
    return re2::RE2::PartialMatch(re2::StringPiece(text.constData(), size_t(text.size())), *m_expression);
}

QString hookMatcherValue(HookEvent event, const QJsonObject &payload)
{
    const char *field = hookEventRules(event).matcherField;
    if (!field)
        return {};
    const QString value = payload.value(QLatin1StringView(field)).toString();
    return event == HookEvent::FileChanged ? value.sliced(value.lastIndexOf(u'/') + 1) : value;
}

} // namespace cpx
