// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/helpdialog.h"

#include "models/proxycontroller.h"
#include "views/copyfield.h"
#include "views/icons.h"
#include "views/theme.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

QLabel *paragraph(const QString &text)
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

HelpDialog::HelpDialog(ProxyController *proxy, QWidget *parent)
    : QDialog(parent)
    , m_proxy(proxy)
    , m_command(new CopyField(u"helpCommand"_s, tr("Command for one run")))
    , m_configLine(new CopyField(u"helpConfigLine"_s, tr("Line for config.toml")))
{
    setObjectName(u"helpDialog"_s);
    setWindowTitle(tr("How to Connect Codex"));
    const auto heading = [this](const QString &text) {
        auto *label = new QLabel(text);
        label->setFont(Theme::font(font(), 1.1, QFont::DemiBold));
        return label;
    };
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(22, 20, 22, 16);
    layout->setSpacing(8);
    layout->addWidget(heading(tr("1. Try one run")));
    layout->addWidget(paragraph(
        tr("Start the proxy, then run this in a terminal. Only this run goes through Codex-Plus:")));
    layout->addWidget(m_command);
    layout->addSpacing(8);
    layout->addWidget(heading(tr("2. Connect every run")));
    layout->addWidget(paragraph(
        tr("Put this line at the top of ~/.codex/config.toml, above the first line that begins with “[”. "
           "Your login stays as it is:")));
    layout->addWidget(m_configLine);
    layout->addSpacing(8);
    layout->addWidget(heading(tr("3. Disconnect")));
    layout->addWidget(
        paragraph(tr("Remove the line again. While it is there, Codex needs the proxy to be running. "
                     "The environment variable OPENAI_BASE_URL has no effect on Codex.")));
    layout->addStretch();
    layout->addWidget(buttons);
    connect(proxy, &ProxyController::changed, this, &HelpDialog::refresh);
    refresh();
    resize(660, sizeHint().height());
}

void HelpDialog::refresh()
{
    const bool isPortKnown = m_proxy->port() != 0;
    m_command->setEnabled(isPortKnown);
    m_configLine->setEnabled(isPortKnown);
    m_command->setText(isPortKnown ? m_proxy->testCommand() : tr("Start the proxy to see the command."));
    m_configLine->setText(isPortKnown ? m_proxy->configLine() : tr("Start the proxy to see the line."));
}

void showAbout(QWidget *parent)
{
    QMessageBox box(parent);
    box.setObjectName(u"aboutBox"_s);
    box.setWindowTitle(QCoreApplication::translate("cpx", "About Codex-Plus"));
    box.setIconPixmap(icons::pixmap(u"codex-plus"_s, 64, Qt::black, parent->devicePixelRatioF()));
    box.setTextFormat(Qt::PlainText);
    box.setText(QCoreApplication::translate("cpx", "Codex-Plus %1").arg(QStringLiteral(CPX_VERSION)));
    box.setInformativeText(
        QCoreApplication::translate(
            "cpx",
            "A local proxy and control center for Codex.\n\n"
            "No telemetry. Codex-Plus connects to the upstream your requests are meant for, and to nothing "
            "else.\n\n"
            "Free software under the GNU General Public License, version 3 or later. Made with Qt %1.")
            .arg(QString::fromLatin1(qVersion())));
    box.setStandardButtons(QMessageBox::Close);
    box.exec();
}

} // namespace cpx
