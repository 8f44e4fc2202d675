// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/routeview.h"

#include "models/centermodels.h"
#include "models/format.h"
#include "views/proxystatelook.h"
#include "views/routearrow.h"
#include "views/routehop.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace cpx {

RouteView::RouteView(CenterModels *models, QWidget *parent)
    : QWidget(parent)
    , m_models(models)
    , m_codex(new RouteHop(tr("Codex"), u"hopCodex"_s))
    , m_proxy(new RouteHop(tr("Codex-Plus"), u"hopProxy"_s))
    , m_upstream(new RouteHop(tr("Upstream"), u"hopUpstream"_s))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_codex, 1);
    layout->addWidget(new RouteArrow);
    layout->addWidget(m_proxy, 1);
    layout->addWidget(new RouteArrow);
    layout->addWidget(m_upstream, 1);
    refresh();
}

void RouteView::refresh()
{
    refreshCodex();
    refreshProxy();
    refreshUpstream();
}

void RouteView::refreshCodex()
{
    const OverviewModel *overview = m_models->overview();
    if (overview->lastClientMs() == 0) {
        m_codex->setAddress(tr("not seen yet"));
        m_codex->setState(Theme::Tone::Quiet, u"○"_s, tr("Waiting"));
        return;
    }
    m_codex->setAddress(overview->lastClient().isEmpty() ? tr("unnamed client") : overview->lastClient());
    m_codex->setState(Theme::Tone::Good, u"●"_s,
                      format::ago(overview->lastClientMs(), m_models->flows()->now()));
}

void RouteView::refreshProxy()
{
    const ProxyController *proxy = m_models->proxy();
    const ProxyStateLook look = ProxyStateLook::of(proxy->state());
    m_proxy->setAddress(proxy->port() == 0 ? tr("%1, any free port").arg(proxy->host()) : proxy->address());
    m_proxy->setState(look.tone, look.glyph, look.text);
}

void RouteView::refreshUpstream()
{
    const ProxyController *proxy = m_models->proxy();
    const OverviewModel *overview = m_models->overview();
    if (proxy->isDemo())
        m_upstream->setAddress(tr("built-in demo model"));
    else if (proxy->upstream().isEmpty())
        m_upstream->setAddress(tr("chosen by login"));
    else
        m_upstream->setAddress(proxy->upstream());
    m_upstream->setToolTip(!proxy->isDemo() && proxy->upstream().isEmpty()
                               ? tr("chatgpt.com with a ChatGPT login, api.openai.com with an API key")
                               : QString());
    if (overview->lastAnswerText().isEmpty())
        m_upstream->setState(Theme::Tone::Quiet, u"○"_s, tr("Not asked yet"));
    else if (overview->lastAnswerIsError())
        m_upstream->setState(Theme::Tone::Bad, u"▲"_s, overview->lastAnswerText());
    else
        m_upstream->setState(Theme::Tone::Good, u"●"_s, overview->lastAnswerText());
}

} // namespace cpx
