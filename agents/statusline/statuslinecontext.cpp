// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/statusline/statuslinecontext.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

QJsonObject contextWindowOf(const StatusLineContext &context)
{
    QJsonObject window;
    if (context.sessionInputTokens)
        window.insert("total_input_tokens"_L1, *context.sessionInputTokens);
    if (context.sessionOutputTokens)
        window.insert("total_output_tokens"_L1, *context.sessionOutputTokens);
    if (context.contextWindow)
        window.insert("context_window_size"_L1, *context.contextWindow);
    if (context.lastRequest) {
        const StatusLineContext::Usage &usage = *context.lastRequest;
        window.insert(
            "current_usage"_L1,
            QJsonObject{{u"input_tokens"_s, std::max<qint64>(0, usage.inputTokens - usage.cachedTokens)},
                        {u"cache_read_input_tokens"_s, usage.cachedTokens},
                        {u"output_tokens"_s, usage.outputTokens}});
        if (context.contextWindow && *context.contextWindow > 0) {
            const double share = double(usage.inputTokens) / double(*context.contextWindow);
            const qint64 used = std::clamp<qint64>(std::llround(share * 100), 0, 100);
            window.insert("used_percentage"_L1, used);
            window.insert("remaining_percentage"_L1, 100 - used);
        }
    }
    return window;
}

} // namespace

QByteArray statusLineInput(const StatusLineContext &context, const QString &projectDirectory)
{
    QJsonObject workspace{{u"current_dir"_s, context.workingDirectory}};
    if (!projectDirectory.isEmpty())
        workspace.insert("project_dir"_L1, projectDirectory);
    QJsonObject input{{u"hook_event_name"_s, u"StatusLine"_s},
                      {u"cwd"_s, context.workingDirectory},
                      {u"workspace"_s, workspace}};
    if (!context.sessionId.isEmpty())
        input.insert("session_id"_L1, context.sessionId);
    if (!context.model.isEmpty())
        input.insert("model"_L1, QJsonObject{{u"id"_s, context.model}, {u"display_name"_s, context.model}});
    if (const QJsonObject window = contextWindowOf(context); !window.isEmpty())
        input.insert("context_window"_L1, window);
    return QJsonDocument(input).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace cpx
