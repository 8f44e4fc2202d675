// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/overviewpage.h"

#include "models/centermodels.h"
#include "models/format.h"
#include "views/card.h"
#include "views/chartwidget.h"
#include "views/copyfield.h"
#include "views/elidedlabel.h"
#include "views/icons.h"
#include "views/notice.h"
#include "views/numbertile.h"
#include "views/recentlist.h"
#include "views/routeview.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTextDocument>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

/// Below, one column of cards is easier to read than two narrow ones.
constexpr int twoColumnWidth = 1000;
constexpr int sideMargin = 20;

QLabel *quietLabel(const QString &text)
{
    auto *label = new ElidedLabel(text);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace

OverviewPage::OverviewPage(CenterModels *models, QWidget *parent)
    : QWidget(parent)
    , m_models(models)
    , m_demo(new Notice(Theme::Tone::Busy, u"info"_s))
    , m_recording(new Notice(Theme::Tone::Busy, u"info"_s))
    , m_promptStoreProblem(new Notice(Theme::Tone::Bad, u"warning"_s))
    , m_recordingProblem(new Notice(Theme::Tone::Bad, u"warning"_s))
    , m_problem(new Notice(Theme::Tone::Bad, u"warning"_s))
{
    setObjectName(u"overviewPage"_s);
    setAccessibleName(tr("Overview"));
    m_demo->setObjectName(u"demoNotice"_s);
    m_demo->setText(tr(
        "Demo: answers come from a built-in model. No account is needed, and nothing leaves this computer."));
    m_demo->setVisible(models->proxy()->isDemo());
    m_samples = m_demo->addButton(tr("Send Sample Requests"), u"sendSamples"_s);
    m_samples->setToolTip(tr("Send some requests as Codex would, so that there is something to see"));
    connect(m_samples, &QPushButton::clicked, models->proxy(), &ProxyController::sendSamples);
    m_recording->setObjectName(u"recordingNotice"_s);
    m_promptStoreProblem->setObjectName(u"promptStoreProblemNotice"_s);
    m_recordingProblem->setObjectName(u"recordingProblemNotice"_s);
    m_problem->setObjectName(u"problemNotice"_s);
    m_otherPort = m_problem->addButton(tr("Use a Free Port"), u"otherPort"_s);
    m_otherPort->setToolTip(tr("Start on any free port, until Codex-Plus is quit"));
    connect(m_otherPort, &QPushButton::clicked, models->proxy(), &ProxyController::startOnFreePort);
    QPushButton *retry = m_problem->addButton(tr("Try Again"), u"tryAgain"_s);
    connect(retry, &QPushButton::clicked, models->proxy(), &ProxyController::start);

    auto *content = new QWidget;
    m_grid = new QGridLayout(content);
    m_grid->setContentsMargins(sideMargin, 2, sideMargin, 14);
    m_grid->setSpacing(14);
    m_cards = {makeRoute(), makeConnect(), makeNumbers(), makeRecent()};
    arrange();

    // Scrolls in small windows only. The notices stay outside: their wrapped text would make the whole page
    // ask for its preferred height instead of its smallest.
    auto *area = new QScrollArea;
    area->setObjectName(u"overviewScroll"_s);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(content);
    content->setAutoFillBackground(false);
    area->viewport()->setAutoFillBackground(false);
    auto *notices = new QVBoxLayout;
    notices->setContentsMargins(sideMargin, 0, sideMargin, 0);
    notices->setSpacing(10);
    notices->addWidget(m_demo);
    notices->addWidget(m_recording);
    notices->addWidget(m_recordingProblem);
    notices->addWidget(m_promptStoreProblem);
    notices->addWidget(m_problem);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addLayout(notices);
    layout->addWidget(area, 1);

    connect(models->proxy(), &ProxyController::changed, this, &OverviewPage::refreshProxy);
    connect(models->overview(), &OverviewModel::changed, this, &OverviewPage::refreshNumbers);
    refreshProxy();
    refreshNumbers();
}

void OverviewPage::arrange()
{
    const int columns = width() < twoColumnWidth ? 1 : 2;
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (int i = 0; i < m_cards.size(); ++i) {
        m_grid->removeWidget(m_cards.at(i));
        m_grid->addWidget(m_cards.at(i), i / columns, i % columns);
        m_grid->setRowStretch(i, 0);
    }
    m_grid->setRowStretch(static_cast<int>(m_cards.size()) / columns - 1, 1);
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, columns - 1);
    // A list of two lines would be of no use; where everything stands below each other, the page scrolls.
    m_recent->setMinimumHeight(columns == 1 ? fontMetrics().height() * 10 : 0);
}

void OverviewPage::elideLastError()
{
    const int shown = (width() - 2 * sideMargin) / m_columns - 110; // less the card's edges, icon, scroll bar
    m_lastError->setText(fontMetrics().elidedText(
        tr("Last error: %1").arg(format::singleLine(m_models->overview()->lastErrorText(), 60)),
        Qt::ElideRight, std::max(shown, 80)));
}

Card *OverviewPage::makeRoute()
{
    auto *card = new Card(tr("Route"));
    m_route = new RouteView(m_models);
    card->body()->addWidget(m_route);
    return card;
}

Card *OverviewPage::makeConnect()
{
    auto *card = new Card(tr("Connect Codex"));
    m_command = new CopyField(u"testCommand"_s, tr("Command for one run"));
    m_configLine = new CopyField(u"configLine"_s, tr("Line for config.toml"));
    for (const CopyField *field : {m_command, m_configLine})
        connect(field, &CopyField::copied, this, [this] { emit message(tr("Copied.")); });
    card->body()->addWidget(quietLabel(tr("Send one run through Codex-Plus, in a terminal:")));
    card->body()->addWidget(m_command);
    card->body()->addWidget(quietLabel(tr("Or all runs: put this line at the top of ~/.codex/config.toml")));
    card->body()->addWidget(m_configLine);
    card->body()->addStretch();
    return card;
}

Card *OverviewPage::makeNumbers()
{
    auto *card = new Card(tr("Last 60 Minutes"));
    m_requests = new NumberTile(u"requests"_s, tr("Requests"));
    m_errors = new NumberTile(u"errors"_s, tr("Errors"));
    m_median = new NumberTile(u"firstByteP50"_s, tr("First byte p50"));
    m_slow = new NumberTile(u"firstByteP95"_s, tr("First byte p95"));
    m_inFlight = new NumberTile(u"inFlight"_s, tr("In flight"));
    m_median->setToolTip(tr("Half of the answers began within this time"));
    auto *tiles = new QHBoxLayout;
    tiles->setSpacing(12);
    for (NumberTile *tile : {m_requests, m_errors, m_median, m_slow, m_inFlight})
        tiles->addWidget(tile, 1);
    m_sampleCount = quietLabel({});
    m_sampleCount->setObjectName(u"samples"_s);
    card->corner()->addWidget(m_sampleCount);
    m_chart = new ChartWidget;
    card->body()->addLayout(tiles);
    card->body()->addWidget(m_chart, 1);
    return card;
}

Card *OverviewPage::makeRecent()
{
    auto *card = new Card(tr("Recent Requests"));
    m_recent = new RecentList;
    connect(m_recent, &RecentList::flowRequested, this, &OverviewPage::flowRequested);
    m_lastError = new QPushButton(tr("Show the last error"));
    m_lastError->setObjectName(u"showErrors"_s);
    m_lastError->setFlat(true);
    m_lastError->setIcon(icons::named(u"warning"_s));
    connect(m_lastError, &QPushButton::clicked, this,
            [this] { emit flowRequested(m_models->overview()->lastErrorSequence()); });
    m_noRecent = quietLabel(tr("No requests yet."));
    m_noRecent->setObjectName(u"noRecent"_s);
    card->body()->addWidget(m_noRecent);
    card->body()->addWidget(m_recent, 1);
    card->body()->addWidget(m_lastError, 0, Qt::AlignLeft);
    return card;
}

void OverviewPage::refreshProxy()
{
    const ProxyController *proxy = m_models->proxy();
    const QString recording = proxy->recordingText();
    m_recording->setText(recording);
    m_recording->setVisible(!recording.isEmpty() && !proxy->hasRecordingProblem());
    m_recordingProblem->setText(recording);
    m_recordingProblem->setVisible(proxy->hasRecordingProblem());
    m_promptStoreProblem->setText(proxy->promptStoreProblem());
    m_promptStoreProblem->setVisible(!proxy->promptStoreProblem().isEmpty());
    m_problem->setVisible(proxy->state() == ProxyController::State::Failed);
    m_problem->setText(proxy->errorText());
    m_samples->setEnabled(proxy->isRunning() && !proxy->isSendingSamples());
    m_otherPort->setVisible(proxy->isPortTaken());
    // With "any free port" there is nothing to copy before the first start.
    const bool isPortKnown = proxy->port() != 0;
    m_command->setEnabled(isPortKnown);
    m_configLine->setEnabled(isPortKnown);
    m_command->setText(isPortKnown ? proxy->testCommand() : tr("Start the proxy to see the command."));
    m_configLine->setText(isPortKnown ? proxy->configLine() : tr("Start the proxy to see the line."));
    m_inFlight->setValue(QString::number(proxy->inFlight()));
    m_route->refresh();
}

void OverviewPage::refreshNumbers()
{
    const OverviewModel *overview = m_models->overview();
    m_requests->setValue(QString::number(overview->requestCount()));
    m_errors->setValue(QString::number(overview->errorCount()),
                       overview->errorCount() > 0 ? Theme::Tone::Bad : Theme::Tone::Quiet);
    m_median->setValue(format::duration(overview->firstByteP50Us()));
    m_slow->setValue(format::duration(overview->firstByteP95Us()));
    m_slow->setToolTip(overview->firstByteP95Us() ? tr("95 of 100 answers began within this time")
                                                  : overview->samplesText());
    m_sampleCount->setText(overview->isComplete()
                               ? overview->samplesText()
                               : tr("newest %n request(s) only", nullptr, m_models->flows()->rowCount()));
    m_chart->setBins(overview->bins());
    m_recent->setRecent(overview->recent());
    m_noRecent->setVisible(overview->recent().isEmpty());
    m_lastError->setVisible(overview->lastErrorSequence() != 0);
    elideLastError();
    m_lastError->setToolTip(Qt::convertFromPlainText(overview->lastErrorText(), Qt::WhiteSpaceNormal));
    m_route->refresh();
}

void OverviewPage::resizeEvent(QResizeEvent *event)
{
    arrange();
    elideLastError();
    QWidget::resizeEvent(event);
}

void OverviewPage::showEvent(QShowEvent *event)
{
    m_models->overview()->setLive(true);
    QWidget::showEvent(event);
}

void OverviewPage::hideEvent(QHideEvent *event)
{
    // The status bar and the tray still show its numbers, but not so fresh that a timer is worth it.
    m_models->overview()->setLive(false);
    QWidget::hideEvent(event);
}

} // namespace cpx
