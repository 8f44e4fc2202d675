// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/center/centeroptions.h"
#include "app/center/languages.h"
#include "app/center/singleinstance.h"
#include "core/hardening.h"
#include "core/largeblocks.h"
#include "core/log.h"
#include "core/lowdelay.h"
#include "core/unixsignals.h"
#include "models/centermodels.h"
#include "views/dialogs.h"
#include "views/icons.h"
#include "views/mainwindow.h"
#include "views/theme.h"
#include "views/trayicon.h"
#include "views/windowstate.h"

#include <QApplication>
#include <QTextStream>
#include <QTimer>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace cpx;

namespace {

void print(FILE *stream, const QString &text)
{
    QTextStream(stream) << text << Qt::endl;
}

/// What keeps the program from starting is said where it was started from, and in a window for those who see
/// none of that. Without a person to press OK (no display, a test) the window would wait for ever.
int refuse(const Error &error)
{
    print(stderr, u"codex-plus-center: "_s + error.message);
    const QString platform = QGuiApplication::platformName();
    if (platform != "offscreen"_L1 && platform != "minimal"_L1)
        dialogs::showError(nullptr, QCoreApplication::translate("cpx", "Codex-Plus cannot start"),
                           error.message);
    return 1;
}

/// A demo shows something at once.
void beginWithSamples(ProxyController *proxy)
{
    QObject::connect(proxy, &ProxyController::changed, proxy, [proxy, hasBegun = false]() mutable {
        if (!hasBegun && proxy->isRunning()) {
            hasBegun = true;
            proxy->sendSamples();
        }
    });
}

int run(const CenterOptions &options)
{
    const auto resolved = options.resolve(QProcessEnvironment::systemEnvironment());
    if (!resolved)
        return refuse(resolved.error());
    const Paths &paths = resolved->paths;
    SingleInstance instance(paths.runtime);
    const auto role = instance.claim();
    if (!role)
        return refuse(role.error());
    if (*role == SingleInstance::Role::Later)
        return 0;
    for (const QString &warning : resolved->warnings)
        print(stderr, u"codex-plus-center: "_s + warning);

    WindowState state(paths.data + u"/center.json"_s);
    const auto loaded = state.load();
    Theme theme;
    CenterModels models(resolved->config, options.isDemo);
    TrayIcon tray(&models);
    MainWindow window(&models, &tray, &state, &theme);
    QObject::connect(&instance, &SingleInstance::raiseRequested, &window, &MainWindow::showAndRaise);
    // Not quit(): since Qt 6 that asks the windows to close first, and ours decides for itself.
    QObject::connect(
        &window, &MainWindow::readyToQuit, qApp, [] { QCoreApplication::exit(0); }, Qt::QueuedConnection);
    UnixSignals signalWatch;
    QObject::connect(&signalWatch, &UnixSignals::terminationRequested, &window, &MainWindow::quit);

    if (options.startsMinimized)
        window.showMinimizedToTray();
    else
        window.show();
    if (!loaded)
        window.say(loaded.error().message, 30'000);
    if (options.isDemo)
        beginWithSamples(models.proxy());
    if (options.startsProxy)
        models.proxy()->start();
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    hardenProcess();
    returnLargeBlocks();
    raiseDescriptorLimit();
    // Worker threads need no GLib loop: Qt's own dispatcher costs a quarter less per event.
    qputenv("QT_NO_THREADED_GLIB", "1");
    installLogHandler();
    QCoreApplication::setApplicationName(u"codex-plus-center"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(CPX_VERSION));

    // Help and version work without a display, so the line is read before there is a QApplication.
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const auto parsed = CenterOptions::parse(arguments);
    if (const auto *ending = std::get_if<CenterOptions::Ending>(&parsed)) {
        print(ending->exitCode == 0 ? stdout : stderr, ending->text);
        return ending->exitCode;
    }
    const auto &options = std::get<CenterOptions>(parsed);

    LowDelayApplication<QApplication> application(argc, argv);
    QApplication::setApplicationDisplayName(u"Codex-Plus"_s);
    QGuiApplication::setDesktopFileName(u"codex-plus-center"_s);
    QApplication::setQuitOnLastWindowClosed(false); // the tray keeps it alive
    QApplication::setWindowIcon(icons::application());
    if (!installLanguage(&application, options.language))
        print(stderr,
              QCoreApplication::translate("cpx", "No translation for “%1”; using English.")
                  .arg(options.language));
    return run(options);
}
