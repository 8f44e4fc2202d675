// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/promptsessions.h"

#include "core/translate.h"

#include <QTime>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype longestText = 200;

QString shortened(const QString &text)
{
    QString line = text.simplified();
    if (line.size() > longestText)
        line = line.first(longestText - 1) + u'…';
    return line;
}

/// What was done, in sentences.
QStringList deedsOf(const PreparedPrompt &prepared)
{
    QStringList deeds;
    if (prepared.refusal) {
        const QString who = prepared.refusal->attribution.name;
        deeds.append(who.isEmpty() ? translate("cpx", "Refused: %1").arg(shortened(prepared.refusal->text))
                                   : translate("cpx", "Refused by `%1`: %2").arg(shortened(who), shortened(prepared.refusal->text)));
    }
    if (prepared.answer)
        deeds.append(translate("cpx", "`/%1` was answered here, the model was not asked").arg(prepared.answer->attribution.name));
    for (const auto &replacement : prepared.replacements) {
        if (replacement)
            deeds.append(translate("cpx", "`/%1` was filled in from %2").arg(replacement->attribution.name, replacement->attribution.source));
    }
    for (const PreparedPrompt::Text &context : prepared.contexts)
        deeds.append(translate("cpx", "`%1` added: %2").arg(shortened(context.attribution.name), shortened(context.text)));
    return deeds;
}

} // namespace

void PromptSessions::see(const QString &id, const QString &workingDirectory)
{
    if (id.isEmpty())
        return;
    if (Session *known = m_sessions.object(id))
        known->workingDirectory = workingDirectory;
    else
        m_sessions.insert(id, new Session{workingDirectory});
}

void PromptSessions::note(const QString &id, const PreparedPrompt &prepared)
{
    Session *session = m_sessions.object(id);
    if (!session)
        return;
    const QString time = QTime::currentTime().toString(u"HH:mm:ss"_s);
    const QStringList deeds = deedsOf(prepared);
    for (const QString &deed : deeds)
        session->history.append(u"- %1 %2"_s.arg(time, deed));
    if (session->history.size() > maximumEntries)
        session->history.remove(0, session->history.size() - maximumEntries);
}

QString PromptSessions::historyText(const QString &id) const
{
    const Session *session = m_sessions.object(id);
    if (!session || session->history.isEmpty())
        return translate("cpx", "Codex-Plus has changed nothing in this session.");
    return translate("cpx", "What Codex-Plus did in this session:") + u"\n\n"_s + session->history.join(u'\n') + u'\n';
}

std::optional<HookPresence> PromptSessions::hookPresence(const QString &id) const
{
    const HookPresence *known = m_presence.object(id);
    return known ? std::optional(*known) : std::nullopt;
}

void PromptSessions::noteHooks(const QString &id, HookPresence presence)
{
    if (!id.isEmpty())
        m_presence.insert(id, new HookPresence(presence));
}

QList<HookContext> PromptSessions::takeAll()
{
    QList<HookContext> contexts;
    const QList<QString> ids = m_sessions.keys();
    for (const QString &id : ids) {
        HookContext context;
        context.sessionId = id;
        context.workingDirectory = m_sessions.object(id)->workingDirectory;
        contexts.append(context);
    }
    m_sessions.clear();
    return contexts;
}

} // namespace cpx
