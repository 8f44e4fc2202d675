// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dialogs.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

#include <optional>

using namespace Qt::StringLiterals;

namespace cpx::dialogs {

namespace {

std::optional<CloseAnswer> &nextCloseAnswer()
{
    static std::optional<CloseAnswer> answer;
    return answer;
}

} // namespace

CloseAnswer askHowToClose(QWidget *parent)
{
    if (const auto answer = std::exchange(nextCloseAnswer(), std::nullopt))
        return *answer;
    QMessageBox box(QMessageBox::Question, QCoreApplication::translate("cpx", "Close Codex-Plus"),
                    QCoreApplication::translate("cpx", "Keep Codex-Plus running in the tray?"),
                    QMessageBox::NoButton, parent);
    box.setObjectName(u"closeQuestion"_s);
    box.setInformativeText(QCoreApplication::translate(
        "cpx",
        "Codex needs the proxy as long as its configuration points to it. Your answer is remembered; "
        "you can change it in the File menu."));
    QPushButton *keep =
        box.addButton(QCoreApplication::translate("cpx", "&Keep Running"), QMessageBox::AcceptRole);
    QPushButton *quit =
        box.addButton(QCoreApplication::translate("cpx", "&Quit"), QMessageBox::DestructiveRole);
    box.addButton(QMessageBox::Cancel);
    box.setDefaultButton(keep);
    box.exec();
    if (box.clickedButton() == keep)
        return CloseAnswer::KeepRunning;
    return box.clickedButton() == quit ? CloseAnswer::Quit : CloseAnswer::Cancel;
}

void setNextCloseAnswer(CloseAnswer answer)
{
    nextCloseAnswer() = answer;
}

void showError(QWidget *parent, const QString &title, const QString &text)
{
    QMessageBox box(QMessageBox::Critical, title, text, QMessageBox::Ok, parent);
    box.setTextFormat(Qt::PlainText);
    box.exec();
}

} // namespace cpx::dialogs
