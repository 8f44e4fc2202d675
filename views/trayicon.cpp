// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/trayicon.h"

#include "models/centermodels.h"
#include "views/icons.h"
#include "views/proxystatelook.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int redrawMs = 500;
constexpr int searchMs = 2000;
constexpr int searches = 30; // one minute

} // namespace

TrayIcon::TrayIcon(CenterModels *models, QObject *parent, std::function<bool()> isTrayThere)
    : QObject(parent)
    , m_models(models)
    , m_isTrayThere(std::move(isTrayThere))
    , m_searchesLeft(searches)
{
    makeMenu();
    m_icon.setContextMenu(&m_menu);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger)
            emit windowToggleRequested();
    });
    m_pace.setSingleShot(true);
    m_pace.setInterval(redrawMs);
    connect(&m_pace, &QTimer::timeout, this, [this] {
        if (m_isRedrawPending)
            redraw();
    });
    connect(models->proxy(), &ProxyController::changed, this, &TrayIcon::refresh);
    connect(models->overview(), &OverviewModel::changed, this, &TrayIcon::refresh);
    redraw();

    m_search.setInterval(searchMs);
    connect(&m_search, &QTimer::timeout, this, &TrayIcon::look);
    if (m_isTrayThere())
        m_icon.show();
    else
        m_search.start(); // at login the panel may come later than we do
}

bool TrayIcon::isAvailable() const
{
    return m_icon.isVisible() && m_isTrayThere();
}

void TrayIcon::look()
{
    if (m_isTrayThere()) {
        m_search.stop();
        m_icon.show();
        emit availableChanged(true);
    } else if (--m_searchesLeft == 0) {
        m_search.stop();
    }
}

void TrayIcon::makeMenu()
{
    m_menu.setObjectName(u"trayMenu"_s);
    m_title = m_menu.addAction(QString());
    m_title->setObjectName(u"trayTitle"_s);
    m_title->setEnabled(false);
    m_menu.addSeparator();
    m_menu.addAction(tr("&Open Codex-Plus"), this, &TrayIcon::windowRequested)->setObjectName(u"trayOpen"_s);
    m_menu.addAction(tr("Show Live &Traffic"), this, &TrayIcon::trafficRequested)
        ->setObjectName(u"trayTraffic"_s);
    m_menu.addSeparator();
    m_toggle = m_menu.addAction(QString(), m_models->proxy(), &ProxyController::toggle);
    m_toggle->setObjectName(u"trayToggle"_s);
    m_copy = m_menu.addAction(tr("&Copy Endpoint"), this, [this] {
        QGuiApplication::clipboard()->setText(m_models->proxy()->endpoint());
    });
    m_copy->setObjectName(u"trayCopy"_s);
    m_menu.addSeparator();
    m_menu.addAction(tr("&Quit"), this, &TrayIcon::quitRequested)->setObjectName(u"trayQuit"_s);
    qApp->installEventFilter(this);
}

bool TrayIcon::eventFilter(QObject *watched, QEvent *event)
{
    // The panel draws the icon: it does not follow the palette by itself.
    if (watched == qApp && event->type() == QEvent::ApplicationPaletteChange)
        m_icon.setIcon(iconOf(m_shape));
    return QObject::eventFilter(watched, event);
}

void TrayIcon::refresh()
{
    const ProxyController *proxy = m_models->proxy();
    const ProxyStateLook look = ProxyStateLook::of(proxy->state());
    m_title->setText(proxy->isRunning() ? tr("%1 %2 on %3").arg(look.glyph, look.text, proxy->address())
                                        : u"%1 %2"_s.arg(look.glyph, look.text));
    m_toggle->setText(toggleText(proxy->state()));
    m_copy->setEnabled(proxy->isRunning());
    if (m_pace.isActive())
        m_isRedrawPending = true;
    else
        redraw();
}

void TrayIcon::redraw()
{
    m_isRedrawPending = false;
    const bool isFirst = m_redraws == 0;
    const Shape shape = wantedShape();
    const QString toolTip = wantedToolTip();
    if (isFirst || shape != m_shape) {
        m_shape = shape;
        m_icon.setIcon(iconOf(shape));
        ++m_redraws;
        m_pace.start();
    }
    if (toolTip != m_icon.toolTip()) {
        m_icon.setToolTip(toolTip);
        m_pace.start();
    }
    if (isFirst)
        refresh();
}

TrayIcon::Shape TrayIcon::wantedShape() const
{
    switch (m_models->proxy()->state()) {
    case ProxyController::State::Stopped:
    case ProxyController::State::Starting: return Shape::Stopped;
    case ProxyController::State::Failed: return Shape::Warning;
    case ProxyController::State::Running:
    case ProxyController::State::Draining: break;
    }
    return m_models->proxy()->inFlight() > 0 ? Shape::Active : Shape::Running;
}

QString TrayIcon::wantedToolTip() const
{
    const ProxyController *proxy = m_models->proxy();
    const OverviewModel *overview = m_models->overview();
    const QString state = ProxyStateLook::of(proxy->state()).text;
    QStringList lines;
    lines.append(tr("Codex-Plus — %1, %n in flight", nullptr, proxy->inFlight()).arg(state));
    lines.append(proxy->state() == ProxyController::State::Failed ? proxy->errorText() : proxy->address());
    lines.append(
        tr("%1 · %n error(s) (1 h)", nullptr, overview->errorCount()).arg(overview->percentileText()));
    return lines.join(u'\n');
}

QIcon TrayIcon::iconOf(Shape shape)
{
    const auto name = [shape] {
        switch (shape) {
        case Shape::Running: return u"tray-running"_s;
        case Shape::Active: return u"tray-active"_s;
        case Shape::Warning: return u"tray-warning"_s;
        case Shape::Stopped: return u"tray-stopped"_s;
        }
        Q_UNREACHABLE();
    }();
    // Nobody tells us the colour of the panel. The text colour is right most of the time; the seam in the
    // opposite colour keeps the drawing visible the rest of the time.
    const QPalette palette = QApplication::palette();
    QIcon icon;
    for (const int size : {16, 22, 24, 32, 48, 64})
        icon.addPixmap(icons::pixmap(name, size, palette.color(QPalette::WindowText), 1.0,
                                     palette.color(QPalette::Window)));
    return icon;
}

} // namespace cpx
