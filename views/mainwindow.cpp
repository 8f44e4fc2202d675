// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/mainwindow.h"

#include "models/centermodels.h"
#include "views/dialogs.h"
#include "views/elidedlabel.h"
#include "views/headerbar.h"
#include "views/helpdialog.h"
#include "views/icons.h"
#include "views/pages/overviewpage.h"
#include "views/pages/trafficpage.h"
#include "views/proxystatelook.h"
#include "views/sidebar.h"
#include "views/statusline.h"
#include "views/trayicon.h"
#include "views/windowstate.h"

#include <QClipboard>
#include <QCloseEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

const QString closeKey = u"close"_s; // "tray" or "quit"; missing: ask
const QString appearanceKey = u"appearance"_s;

void copy(const QString &text)
{
    QGuiApplication::clipboard()->setText(text);
}

} // namespace

MainWindow::MainWindow(CenterModels *models, TrayIcon *tray, WindowState *state, Theme *theme,
                       QWidget *parent)
    : QMainWindow(parent)
    , m_models(models)
    , m_tray(tray)
    , m_state(state)
    , m_theme(theme)
    , m_sidebar(new Sidebar)
    , m_header(new HeaderBar(models->proxy()))
    , m_pages(new QStackedWidget)
    , m_overview(new OverviewPage(models))
    , m_traffic(new TrafficPage(models))
    , m_message(new ElidedLabel)
    , m_statusLine(new StatusLine(models))
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(tr("Codex-Plus"));
    m_pages->setObjectName(u"pages"_s);
    m_pages->addWidget(m_overview);
    m_pages->addWidget(m_traffic);
    m_sidebar->addPage(&m_actions.overview);
    m_sidebar->addPage(&m_actions.traffic);

    auto *center = new QWidget;
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_header);
    right->addWidget(m_pages, 1);
    auto *layout = new QHBoxLayout(center);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_sidebar);
    layout->addLayout(right, 1);
    setCentralWidget(center);
    m_actions.fill(menuBar(), m_traffic);
    m_message->setObjectName(u"statusMessage"_s);
    m_messageEnd.setSingleShot(true);
    connect(&m_messageEnd, &QTimer::timeout, m_message, &QLabel::clear);
    statusBar()->addWidget(m_message, 1);
    statusBar()->addPermanentWidget(m_statusLine);
    statusBar()->setSizeGripEnabled(false);

    connectActions();
    connectTray();
    refreshActions();
    refreshTrayActions();
    restore();
    m_actions.overview.trigger();
}

MainWindow::~MainWindow() = default;

void MainWindow::connectActions()
{
    ProxyController *proxy = m_models->proxy();
    connect(&m_actions.pages, &QActionGroup::triggered, this, &MainWindow::showPage);
    connect(&m_actions.toggleProxy, &QAction::triggered, proxy, &ProxyController::toggle);
    connect(&m_actions.copyEndpoint, &QAction::triggered, this, [this, proxy] {
        copy(proxy->endpoint());
        say(tr("Copied: %1").arg(proxy->endpoint()));
    });
    connect(&m_actions.copyTestCommand, &QAction::triggered, this, [this, proxy] {
        copy(proxy->testCommand());
        say(tr("Test command copied: paste it into a terminal."));
    });
    connect(&m_actions.find, &QAction::triggered, this, [this] {
        m_actions.traffic.trigger();
        m_traffic->focusFilter();
    });
    connect(&m_actions.collapseSidebar, &QAction::toggled, m_sidebar, &Sidebar::setCollapsed);
    connect(m_sidebar, &Sidebar::collapsedChanged, &m_actions.collapseSidebar, &QAction::setChecked);
    connect(&m_actions.appearance, &QActionGroup::triggered, this, [this](const QAction *action) {
        m_state->setValue(appearanceKey, action->data().toInt());
        if (m_theme)
            m_theme->setChoice(static_cast<Theme::Choice>(action->data().toInt()));
    });
    connect(&m_actions.closeToTray, &QAction::triggered, this, &MainWindow::closeToTray);
    connect(&m_actions.keepRunning, &QAction::triggered, this,
            [this](bool keep) { m_state->setValue(closeKey, keep ? u"tray"_s : u"quit"_s); });
    connect(&m_actions.quit, &QAction::triggered, this, &MainWindow::quit);
    connect(&m_actions.help, &QAction::triggered, this, [this] {
        if (!m_help)
            m_help = new HelpDialog(m_models->proxy(), this);
        m_help->setAttribute(Qt::WA_DeleteOnClose);
        m_help->show();
        m_help->raise();
        m_help->activateWindow();
    });
    connect(&m_actions.about, &QAction::triggered, this, [this] { showAbout(this); });

    const auto show = [this](const QString &text) { say(text); };
    connect(m_overview, &OverviewPage::message, this, show);
    connect(m_traffic, &TrafficPage::message, this, show);
    connect(m_overview, &OverviewPage::flowRequested, this, [this](quint64 sequence) {
        m_actions.traffic.trigger();
        m_traffic->showFlow(sequence);
    });
    connect(m_statusLine, &StatusLine::endpointClicked, &m_actions.copyEndpoint, &QAction::trigger);
    connect(m_statusLine, &StatusLine::inFlightClicked, this, [this] { showTraffic(u"state:running"_s); });
    connect(m_statusLine, &StatusLine::percentileClicked, &m_actions.overview, &QAction::trigger);
    connect(proxy, &ProxyController::changed, this, &MainWindow::refreshActions);
    connect(proxy, &ProxyController::changed, this, &MainWindow::leaveIfStopped);
}

void MainWindow::connectTray()
{
    connect(m_tray, &TrayIcon::windowRequested, this, &MainWindow::showAndRaise);
    connect(m_tray, &TrayIcon::windowToggleRequested, this, &MainWindow::toggleVisible);
    connect(m_tray, &TrayIcon::trafficRequested, this, [this] {
        showAndRaise();
        m_actions.traffic.trigger();
    });
    connect(m_tray, &TrayIcon::quitRequested, this, &MainWindow::quit);
    connect(m_tray, &TrayIcon::availableChanged, this, [this] {
        refreshTrayActions();
        say(tr("A system tray is there now: Codex-Plus can keep running in it."));
    });
    if (!m_tray->isAvailable())
        say(tr("No system tray found: closing the window quits Codex-Plus. Minimize it to keep the proxy "
               "running."),
            30'000);
}

void MainWindow::showPage(QAction *page)
{
    QWidget *widget = page == &m_actions.traffic ? static_cast<QWidget *>(m_traffic) : m_overview;
    page->setChecked(true);
    m_pages->setCurrentWidget(widget);
    m_header->setTitle(page->iconText());
}

void MainWindow::showTraffic(const QString &filter)
{
    m_traffic->setFilter(filter);
    m_actions.traffic.trigger();
}

void MainWindow::refreshActions()
{
    const ProxyController *proxy = m_models->proxy();
    const ProxyController::State state = proxy->state();
    const bool canStart = state == ProxyController::State::Stopped || state == ProxyController::State::Failed;
    m_actions.toggleProxy.setText(toggleText(state));
    m_actions.toggleProxy.setIcon(icons::named(canStart ? u"start"_s : u"stop"_s));
    m_actions.copyEndpoint.setEnabled(proxy->port() != 0);
    m_actions.copyTestCommand.setEnabled(proxy->port() != 0);
}

void MainWindow::refreshTrayActions()
{
    const bool hasTray = m_tray->isAvailable();
    m_actions.closeToTray.setText(hasTray ? tr("&Close to Tray") : tr("&Minimize Window"));
    m_actions.keepRunning.setVisible(hasTray);
    m_actions.keepRunning.setChecked(m_state->value(closeKey).toString() == "tray"_L1);
}

void MainWindow::say(const QString &text, int milliseconds)
{
    m_message->setText(text);
    if (milliseconds > 0)
        m_messageEnd.start(milliseconds);
    else
        m_messageEnd.stop();
}

void MainWindow::showAndRaise()
{
    if (isMinimized())
        showNormal();
    else
        show();
    raise();
    activateWindow();
}

void MainWindow::showMinimizedToTray()
{
    if (!m_tray->isAvailable())
        show(); // or nobody would find it
}

void MainWindow::toggleVisible()
{
    if (isVisible() && !isMinimized())
        closeToTray();
    else
        showAndRaise();
}

void MainWindow::closeToTray()
{
    store();
    if (m_tray->isAvailable())
        hide();
    else
        showMinimized();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    event->ignore(); // the window goes with the program
    if (m_isQuitting || !m_tray->isAvailable())
        return quit();
    if (m_state->value(closeKey).isUndefined()) {
        const dialogs::CloseAnswer answer = dialogs::askHowToClose(this);
        if (answer == dialogs::CloseAnswer::Cancel)
            return;
        m_state->setValue(closeKey, answer == dialogs::CloseAnswer::KeepRunning ? u"tray"_s : u"quit"_s);
        refreshTrayActions();
    }
    if (m_state->value(closeKey).toString() == "tray"_L1)
        closeToTray();
    else
        quit();
}

void MainWindow::quit()
{
    store();
    ProxyController *proxy = m_models->proxy();
    if (m_isQuitting)
        proxy->stopNow();
    m_isQuitting = true;
    if (proxy->state() == ProxyController::State::Running && proxy->inFlight() > 0) {
        say(tr("Waiting for %n request(s) to finish. Quit again to cut them off.", nullptr,
               proxy->inFlight()),
            0);
        proxy->stop();
    } else {
        proxy->stopNow();
    }
    leaveIfStopped();
}

void MainWindow::leaveIfStopped()
{
    const ProxyController::State state = m_models->proxy()->state();
    if (m_isQuitting && (state == ProxyController::State::Stopped || state == ProxyController::State::Failed))
        emit readyToQuit();
}

void MainWindow::restore()
{
    resize(QSize(1280, 800).boundedTo(QGuiApplication::primaryScreen()->availableSize()));
    if (const QByteArray geometry = m_state->bytes(u"geometry"_s); !geometry.isEmpty())
        restoreGeometry(geometry);
    m_sidebar->setCollapsed(m_state->value(u"sidebar.collapsed"_s).toBool());
    m_traffic->restore(*m_state);
    const QList<QAction *> choices = m_actions.appearance.actions();
    for (QAction *choice : choices) {
        if (choice->data().toInt() == m_state->value(appearanceKey).toInt())
            choice->trigger();
    }
}

void MainWindow::store()
{
    m_state->setBytes(u"geometry"_s, saveGeometry());
    m_state->setValue(u"sidebar.collapsed"_s, m_sidebar->isCollapsed());
    m_traffic->store(*m_state);
    if (const auto saved = m_state->save(); !saved)
        say(saved.error().message);
}

} // namespace cpx
