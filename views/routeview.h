// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace cpx {

class CenterModels;
class RouteHop;

/// The way of a request in three boxes: Codex, Codex-Plus, upstream; each says how it stands.
class RouteView : public QWidget
{
    Q_OBJECT

public:
    explicit RouteView(CenterModels *models, QWidget *parent = nullptr); ///< borrows the models

    void refresh();

private:
    void refreshCodex();
    void refreshProxy();
    void refreshUpstream();

    CenterModels *m_models;
    RouteHop *m_codex;
    RouteHop *m_proxy;
    RouteHop *m_upstream;
};

} // namespace cpx
