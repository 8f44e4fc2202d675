// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/trafficpage.h"

#include "models/centermodels.h"
#include "models/flowdetails.h"
#include "views/emptystate.h"
#include "views/flowdetailpanel.h"
#include "views/flowtable.h"
#include "views/icons.h"
#include "views/theme.h"
#include "views/windowstate.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace cpx {

TrafficPage::TrafficPage(CenterModels *models, QWidget *parent)
    : QWidget(parent)
    , m_models(models)
    , m_filter(new QLineEdit)
    , m_filterError(new QLabel)
    , m_count(new QLabel)
    , m_table(new FlowTable(models->filtered()))
    , m_empty(new EmptyState)
    , m_stack(new QStackedWidget)
    , m_detail(new FlowDetailPanel)
    , m_splitter(new QSplitter(Qt::Vertical))
{
    setObjectName(u"trafficPage"_s);
    makeActions();
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_splitter->setObjectName(u"trafficSplitter"_s);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_detail);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({420, 240});
    m_detail->setMinimumHeight(150);
    m_detail->hide();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeFilterBar());
    layout->addWidget(m_splitter, 1);

    FlowFilterModel *filtered = models->filtered();
    connect(m_filter, &QLineEdit::textChanged, filtered, &FlowFilterModel::setFilterText);
    connect(filtered, &FlowFilterModel::filterTextChanged, this, [this] {
        updateCount();
        updateEmptyState();
    });
    connect(filtered, &FlowFilterModel::errorTextChanged, this, &TrafficPage::updateFilterError);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(filtered, signal, this, &TrafficPage::updateEmptyState);
        connect(models->flows(), signal, this, &TrafficPage::updateCount);
        connect(models->flows(), signal, this, &TrafficPage::updateEmptyState);
    }
    connect(filtered, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) {
                const int row = m_table->currentIndex().row();
                if (row >= first.row() && row <= last.row())
                    updateDetails();
            });
    connect(models->proxy(), &ProxyController::changed, this, &TrafficPage::updateEmptyState);
    connect(m_table, &FlowTable::currentFlowChanged, this, [this](quint64 sequence) {
        showDetails(sequence != 0);
        updateDetails();
    });
    connect(m_table, &FlowTable::followingChanged, m_follow, &QAction::setChecked);
    connect(m_detail, &FlowDetailPanel::closeRequested, this, [this] { showDetails(false); });
    connect(m_empty, &EmptyState::actionTriggered, this, &TrafficPage::runEmptyAction);
    updateFilterError();
    updateCount();
    updateEmptyState();
}

void TrafficPage::makeActions()
{
    m_pause = new QAction(icons::named(u"pause"_s), tr("&Pause Live Update"), this);
    m_pause->setObjectName(u"pauseLive"_s);
    m_pause->setCheckable(true);
    // Only in the table: elsewhere Space presses buttons and is part of texts.
    m_pause->setShortcut(Qt::Key_Space);
    m_pause->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(m_pause);
    connect(m_pause, &QAction::toggled, m_models->filtered(), &FlowFilterModel::setPaused);
    connect(m_models->filtered(), &FlowFilterModel::pausedChanged, this, &TrafficPage::updateCount);

    m_follow = new QAction(icons::named(u"follow"_s), tr("&Follow Newest"), this);
    m_follow->setObjectName(u"followNewest"_s);
    m_follow->setCheckable(true);
    m_follow->setChecked(true);
    connect(m_follow, &QAction::triggered, this, [this] {
        // Following ends by scrolling up; the switch only takes it up again.
        m_follow->setChecked(true);
        m_table->followLatest();
    });

    m_clear = new QAction(tr("&Clear Filters"), this);
    m_clear->setObjectName(u"clearFilters"_s);
    connect(m_clear, &QAction::triggered, m_filter, &QLineEdit::clear);

    auto *copy = new QAction(tr("&Copy Rows"), m_table);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, m_table, &FlowTable::copySelection);
    m_table->addAction(copy);

    auto *close = new QShortcut(Qt::Key_Escape, this);
    close->setContext(Qt::WidgetWithChildrenShortcut);
    connect(close, &QShortcut::activated, this, [this] { showDetails(false); });
    for (int tab = 0; tab < 3; ++tab) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + tab)), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, tab] { m_detail->showTab(tab); });
    }
}

QWidget *TrafficPage::makeFilterBar()
{
    m_filter->setObjectName(u"filter"_s);
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setPlaceholderText(
        tr("Filter: text or status:5xx model:gpt* kind:turn state:failed since:1h slow:>2s"));
    m_filter->setToolTip(tr("Words must all occur. Keys: %1. Put text with a colon in quotes.")
                             .arg(FlowQuery::keys().join(u", "_s)));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icons::named(u"search"_s), QLineEdit::LeadingPosition);
    m_filter->setMinimumHeight(30);
    m_filterError->setObjectName(u"filterError"_s);
    m_filterError->setTextFormat(Qt::PlainText);
    m_filterError->setWordWrap(true);
    m_count->setObjectName(u"requestCount"_s);
    m_count->setForegroundRole(QPalette::PlaceholderText);

    const auto button = [](QAction *action) {
        auto *result = new QToolButton;
        result->setObjectName(action->objectName() + u"Button"_s);
        result->setDefaultAction(action);
        result->setAccessibleName(action->iconText());
        result->setMinimumSize(32, 30);
        return result;
    };
    auto *columns = new QToolButton;
    columns->setObjectName(u"columnsButton"_s);
    columns->setIcon(icons::named(u"columns"_s));
    columns->setToolTip(tr("Choose columns"));
    columns->setAccessibleName(columns->toolTip());
    columns->setPopupMode(QToolButton::InstantPopup);
    columns->setMinimumSize(32, 30);
    auto *menu = new QMenu(columns);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { m_table->fillColumnMenu(menu); });
    columns->setMenu(menu);

    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_filter, 1);
    line->addWidget(m_count);
    line->addWidget(button(m_pause));
    line->addWidget(button(m_follow));
    line->addWidget(columns);
    auto *bar = new QWidget;
    auto *layout = new QVBoxLayout(bar);
    layout->setContentsMargins(20, 2, 20, 10);
    layout->setSpacing(5);
    layout->addLayout(line);
    layout->addWidget(m_filterError);
    return bar;
}

void TrafficPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void TrafficPage::setFilter(const QString &text)
{
    m_filter->setText(text);
}

void TrafficPage::showFlow(quint64 sequence)
{
    m_table->selectSequence(sequence);
    if (m_table->currentSequence() != sequence) {
        m_filter->clear();
        m_pause->setChecked(false);
        m_table->selectSequence(sequence);
    }
    m_table->setFocus();
    showDetails(m_table->currentSequence() != 0);
}

void TrafficPage::updateCount()
{
    const FlowFilterModel *filtered = m_models->filtered();
    QString text = filtered->isFiltering()
        ? tr("%1 of %n request(s)", nullptr, filtered->totalCount()).arg(filtered->rowCount())
        : tr("%n request(s)", nullptr, filtered->totalCount());
    if (filtered->isPaused())
        text = tr("Paused, %n new", nullptr, filtered->waitingCount());
    m_count->setText(text);
}

TrafficPage::Emptiness TrafficPage::emptiness() const
{
    if (m_models->filtered()->rowCount() > 0)
        return Emptiness::None;
    if (m_models->flows()->rowCount() > 0)
        return m_models->filtered()->isFiltering() ? Emptiness::Filtered : Emptiness::None;
    const ProxyController::State state = m_models->proxy()->state();
    return state == ProxyController::State::Stopped || state == ProxyController::State::Failed
        ? Emptiness::Stopped
        : Emptiness::Waiting;
}

void TrafficPage::updateEmptyState()
{
    const Emptiness why = emptiness();
    switch (why) {
    case Emptiness::None: break;
    case Emptiness::Stopped:
        m_empty->show(u"stop"_s, tr("Proxy is stopped."), tr("No request can arrive until it runs."),
                      tr("Start Proxy"));
        break;
    case Emptiness::Waiting:
        m_empty->show(u"waiting"_s, tr("Waiting for Codex."),
                      tr("Requests appear here as soon as Codex sends one to %1. Run the test command in a "
                         "terminal to see the first.")
                          .arg(m_models->proxy()->endpoint()),
                      tr("Copy Test Command"));
        break;
    case Emptiness::Filtered:
        m_empty->show(u"search"_s, tr("No request matches."),
                      tr("%n request(s) do not match “%1”.", nullptr, m_models->flows()->rowCount())
                          .arg(m_models->filtered()->appliedText()),
                      tr("Clear Filters"));
        break;
    }
    m_stack->setCurrentWidget(why == Emptiness::None ? static_cast<QWidget *>(m_table) : m_empty);
    if (why != Emptiness::None)
        showDetails(false);
}

void TrafficPage::runEmptyAction()
{
    switch (emptiness()) {
    case Emptiness::None: return;
    case Emptiness::Stopped: return m_models->proxy()->start();
    case Emptiness::Waiting:
        QGuiApplication::clipboard()->setText(m_models->proxy()->testCommand());
        emit message(tr("Test command copied: paste it into a terminal."));
        return;
    case Emptiness::Filtered: return m_filter->clear();
    }
}

void TrafficPage::updateDetails()
{
    const int row = m_models->flows()->rowOf(m_table->currentSequence());
    if (row < 0 || m_detail->isHidden())
        return;
    const FlowModel *flows = m_models->flows();
    FlowDetails details = FlowDetails::of(flows->record(row), flows->facts(row), flows->now());
    details.sequence = flows->sequence(row);
    m_detail->setDetails(details);
}

void TrafficPage::showDetails(bool shown)
{
    if (m_detail->isHidden() != shown)
        return;
    if (!shown && m_detail->isAncestorOf(focusWidget()))
        m_table->setFocus();
    m_detail->setVisible(shown);
    updateDetails();
}

void TrafficPage::updateFilterError()
{
    QString error = m_models->filtered()->errorText();
    if (const QString applied = m_models->filtered()->appliedText(); !error.isEmpty())
        error = applied.isEmpty() ? tr("Filter not applied: %1").arg(error)
                                  : tr("Filter not applied: %1 Still in force: “%2”").arg(error, applied);
    m_filterError->setVisible(!error.isEmpty());
    m_filterError->setText(error);
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, Theme::color(Theme::Tone::Bad, colors));
    m_filterError->setPalette(colors);
    m_filter->setAccessibleDescription(error);
}

void TrafficPage::restore(const WindowState &state)
{
    m_table->restore(state);
    if (const QByteArray sizes = state.bytes(u"traffic.splitter"_s); !sizes.isEmpty())
        m_splitter->restoreState(sizes);
}

void TrafficPage::store(WindowState &state) const
{
    m_table->store(state);
    if (!m_detail->isHidden()) // hidden parts have no size worth keeping
        state.setBytes(u"traffic.splitter"_s, m_splitter->saveState());
}

void TrafficPage::showEvent(QShowEvent *event)
{
    m_models->flows()->setLive(true);
    QWidget::showEvent(event);
}

void TrafficPage::hideEvent(QHideEvent *event)
{
    m_models->flows()->setLive(false);
    QWidget::hideEvent(event);
}

} // namespace cpx
