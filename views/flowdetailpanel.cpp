// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/flowdetailpanel.h"

#include "views/icons.h"
#include "views/notice.h"
#include "views/theme.h"
#include "views/timingbar.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QTabWidget>
#include <QTextDocument>
#include <QToolButton>
#include <QTreeWidget>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

QLabel *plainLabel(const QString &objectName)
{
    auto *label = new QLabel;
    label->setObjectName(objectName);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QScrollArea *scrollable(QWidget *content, const QString &accessibleName)
{
    auto *area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(content);
    area->setAccessibleName(accessibleName);
    content->setAutoFillBackground(false);
    area->viewport()->setAutoFillBackground(false);
    return area;
}

} // namespace

FlowDetailPanel::FlowDetailPanel(QWidget *parent)
    : QWidget(parent)
    , m_title(plainLabel(u"detailTitle"_s))
    , m_tabs(new QTabWidget)
{
    setObjectName(u"detailPanel"_s);
    m_title->setFont(Theme::font(font(), 1.05, QFont::DemiBold));
    m_title->setWordWrap(false);
    auto *close = new QToolButton;
    close->setObjectName(u"closeDetail"_s);
    close->setIcon(icons::named(u"close"_s));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close the details (Esc)"));
    close->setAccessibleName(tr("Close the details"));
    connect(close, &QToolButton::clicked, this, &FlowDetailPanel::closeRequested);

    m_tabs->setObjectName(u"detailTabs"_s);
    m_tabs->setAccessibleName(tr("Details of the request"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(makeSummary(), tr("Summary"));
    m_tabs->addTab(makeTiming(), tr("Timing"));
    m_tabs->addTab(makeHeaders(), tr("Headers"));
    for (int tab = 0; tab < m_tabs->count(); ++tab)
        m_tabs->setTabToolTip(tab, u"%1 (Alt+%2)"_s.arg(m_tabs->tabText(tab)).arg(tab + 1));

    auto *head = new QHBoxLayout;
    head->setContentsMargins(14, 6, 8, 0);
    head->addWidget(m_title, 1);
    head->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(head);
    layout->addWidget(m_tabs, 1);
}

QWidget *FlowDetailPanel::makeSummary()
{
    m_sentence = plainLabel(u"detailSentence"_s);
    m_sentence->setFont(Theme::font(font(), 1.05));
    m_error = new Notice(Theme::Tone::Bad, u"warning"_s);
    m_error->setObjectName(u"detailError"_s);
    m_facts = new QFormLayout;
    m_facts->setHorizontalSpacing(18);
    m_facts->setVerticalSpacing(5);
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(14, 10, 14, 10);
    layout->setSpacing(10);
    layout->addWidget(m_sentence);
    layout->addWidget(m_error);
    layout->addLayout(m_facts);
    layout->addStretch();
    return scrollable(content, tr("Summary"));
}

QWidget *FlowDetailPanel::makeTiming()
{
    m_timingBar = new TimingBar;
    m_timingBar->setObjectName(u"timingBar"_s);
    m_timing = new QFormLayout;
    m_timing->setHorizontalSpacing(18);
    m_timing->setVerticalSpacing(5);
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(14, 12, 14, 10);
    layout->setSpacing(12);
    layout->addWidget(m_timingBar);
    layout->addLayout(m_timing);
    layout->addStretch();
    return scrollable(content, tr("Timing"));
}

QWidget *FlowDetailPanel::makeHeaders()
{
    m_headers = new QTreeWidget;
    m_headers->setObjectName(u"detailHeaders"_s);
    m_headers->setAccessibleName(tr("Headers; values of credentials are replaced by ***"));
    m_headers->setHeaderLabels({tr("Name"), tr("Value")});
    m_headers->setFrameShape(QFrame::NoFrame);
    m_headers->setAlternatingRowColors(true);
    m_headers->setTextElideMode(Qt::ElideRight);
    m_headers->setUniformRowHeights(true);
    m_headers->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    return m_headers;
}

void FlowDetailPanel::setDetails(const FlowDetails &details)
{
    const bool isSameRequest = details.sequence == m_details.sequence;
    m_title->setText(details.title);
    m_sentence->setText(details.sentence);
    m_error->setVisible(!details.error.isEmpty());
    m_error->setText(details.errorCode.isEmpty() ? details.error
                                                 : tr("%1 (%2)").arg(details.error, details.errorCode));
    if (!isSameRequest || details.facts != m_details.facts)
        fill(m_facts, details.facts);
    if (!isSameRequest || details.timing != m_details.timing)
        fill(m_timing, details.timing);
    m_timingBar->setShare(details.firstByteShare);
    // Filling a tree throws its selection away: only when there is something new.
    if (!isSameRequest || details.requestHeaders != m_details.requestHeaders
        || details.responseHeaders != m_details.responseHeaders)
        fill(m_headers, details);
    m_details = details;
}

void FlowDetailPanel::showTab(int number)
{
    m_tabs->setCurrentIndex(number);
}

void FlowDetailPanel::fill(QFormLayout *form, const QList<FlowDetails::Line> &lines)
{
    while (form->rowCount() > 0)
        form->removeRow(0);
    for (const FlowDetails::Line &line : lines) {
        auto *label = new QLabel(line.label);
        label->setForegroundRole(QPalette::PlaceholderText);
        QLabel *value = plainLabel(u"detailValue"_s);
        value->setText(line.value);
        value->setAccessibleName(line.label);
        value->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
        form->addRow(label, value);
    }
}

void FlowDetailPanel::fill(QTreeWidget *tree, const FlowDetails &details)
{
    tree->clear();
    const auto section = [tree](const QString &title, const QList<FlowDetails::Line> &lines) {
        auto *top = new QTreeWidgetItem(tree, {title});
        QFont bold = tree->font();
        bold.setWeight(QFont::DemiBold);
        top->setFont(0, bold);
        top->setFirstColumnSpanned(true);
        for (const FlowDetails::Line &line : lines) {
            auto *item = new QTreeWidgetItem(top, {line.label, line.value});
            item->setToolTip(1, Qt::convertFromPlainText(line.value, Qt::WhiteSpaceNormal));
        }
        if (lines.isEmpty())
            new QTreeWidgetItem(top, {tr("None yet")});
        top->setExpanded(true);
    };
    section(tr("Request headers"), details.requestHeaders);
    section(tr("Response headers"), details.responseHeaders);
}

} // namespace cpx
