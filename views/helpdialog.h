// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace cpx {

class CopyField;
class ProxyController;

/// How to connect Codex, step by step, with the lines to copy.
class HelpDialog : public QDialog
{
    Q_OBJECT

public:
    explicit HelpDialog(ProxyController *proxy, QWidget *parent = nullptr); ///< borrows the controller

private:
    void refresh();

    ProxyController *m_proxy;
    CopyField *m_command;
    CopyField *m_configLine;
};

/// Version, licence, and what the program connects to.
void showAbout(QWidget *parent);

} // namespace cpx
