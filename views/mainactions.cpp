// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/mainactions.h"

#include "views/icons.h"
#include "views/pages/trafficpage.h"

#include <QMenuBar>

using namespace Qt::StringLiterals;

namespace cpx {

MainActions::MainActions(QObject *parent)
    : QObject(parent)
{
    const auto set = [](QAction &action, const QString &name, const QString &text,
                        const QKeySequence &key = {}, const QString &icon = {}) {
        action.setObjectName(name);
        action.setText(text);
        action.setShortcut(key);
        if (!icon.isEmpty())
            action.setIcon(icons::named(icon));
    };
    set(overview, u"pageOverview"_s, tr("&Overview"), QKeySequence(Qt::CTRL | Qt::Key_1), u"overview"_s);
    set(traffic, u"pageTraffic"_s, tr("&Traffic"), QKeySequence(Qt::CTRL | Qt::Key_2), u"traffic"_s);
    for (QAction *page : {&overview, &traffic}) {
        page->setCheckable(true);
        pages.addAction(page);
    }
    set(toggleProxy, u"actionToggleProxy"_s, tr("Start Proxy"),
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P), u"start"_s);
    set(copyEndpoint, u"actionCopyEndpoint"_s, tr("Copy &Endpoint"), {}, u"copy"_s);
    set(copyTestCommand, u"actionCopyTestCommand"_s, tr("Copy &Test Command"));
    set(find, u"actionFind"_s, tr("&Find Requests"), QKeySequence::Find, u"search"_s);
    set(collapseSidebar, u"actionCollapseSidebar"_s, tr("&Collapse Sidebar"),
        QKeySequence(Qt::CTRL | Qt::Key_B), u"sidebar"_s);
    collapseSidebar.setCheckable(true);
    set(closeToTray, u"actionCloseToTray"_s, tr("&Close to Tray"), QKeySequence(Qt::CTRL | Qt::Key_W),
        u"close"_s);
    set(keepRunning, u"actionKeepRunning"_s, tr("&Keep Running in Tray When Closed"));
    keepRunning.setCheckable(true);
    set(quit, u"actionQuit"_s, tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), u"quit"_s);
    quit.setMenuRole(QAction::QuitRole);
    set(help, u"actionHelp"_s, tr("&How to Connect Codex"), QKeySequence(Qt::Key_F1), u"help"_s);
    set(about, u"actionAbout"_s, tr("&About Codex-Plus"), {}, u"info"_s);
    about.setMenuRole(QAction::AboutRole);

    const std::pair<Theme::Choice, QString> choices[]{{Theme::Choice::System, tr("As the &System")},
                                                      {Theme::Choice::Light, tr("&Light")},
                                                      {Theme::Choice::Dark, tr("&Dark")}};
    for (const auto &[choice, text] : choices) {
        auto *action = new QAction(text, &appearance);
        action->setObjectName(u"appearance%1"_s.arg(static_cast<int>(choice)));
        action->setCheckable(true);
        action->setData(static_cast<int>(choice));
        action->setChecked(choice == Theme::Choice::System);
    }
}

void MainActions::fill(QMenuBar *bar, TrafficPage *trafficPage)
{
    QMenu *menu = bar->addMenu(tr("&File"));
    menu->addActions({&closeToTray, &keepRunning});
    menu->addSeparator();
    menu->addAction(&quit);

    menu = bar->addMenu(tr("&Proxy"));
    menu->addAction(&toggleProxy);
    menu->addSeparator();
    menu->addActions({&copyEndpoint, &copyTestCommand});

    menu = bar->addMenu(tr("&Requests"));
    menu->addActions({&find, trafficPage->clearAction()});
    menu->addSeparator();
    menu->addActions({trafficPage->pauseAction(), trafficPage->followAction()});

    menu = bar->addMenu(tr("&View"));
    menu->addActions(pages.actions());
    menu->addSeparator();
    menu->addAction(&collapseSidebar);
    menu->addMenu(tr("&Appearance"))->addActions(appearance.actions());

    menu = bar->addMenu(tr("&Help"));
    menu->addActions({&help, &about});
}

} // namespace cpx
