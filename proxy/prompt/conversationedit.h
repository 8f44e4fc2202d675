// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/changes/bodychange.h"
#include "proxy/prompt/bodyedits.h"
#include "proxy/prompt/prompttreatment.h"

namespace cpx {

/// Changes a conversation on its way to the model, and keeps account of it: every change with who wanted it. Engine thread.
class ConversationEdit
{
public:
    /// `request` is borrowed.
    explicit ConversationEdit(const ModelRequest &request);

    /// Takes out what we said ourselves: the model never did.
    void removeOwnItems();
    /// `prompts`: the texts of one message.
    void treat(const QList<Prompt> &prompts, const PromptTreatment &treatment);
    /// `index`: of an item with the answer of a tool.
    void treatOutput(qsizetype index, const PromptTreatment &treatment);
    /// What the model is told behind an item, or in its place when that is taken out.
    void addBeside(qsizetype index, const PromptTreatment &treatment);

    bool isEmpty() const { return m_edits.isEmpty(); }
    Result<QByteArray> applied() const { return m_edits.applied(); }
    QList<BodyChange> changes() const;

private:
    void removeItem(qsizetype index, const ChangeAttribution &attribution);
    QByteArray locationOfItem(qsizetype index) const;
    QByteArray locationOf(const Prompt &prompt) const;

    /// An item of the changed list: its place there is known when all changes are.
    struct Added
    {
        qsizetype change = 0; ///< in m_changes
        qsizetype beside = 0; ///< index of the item in the request
        qsizetype offset = 0; ///< from that item, if nothing changed before it
    };

    const ModelRequest &m_request;
    BodyEdits m_edits;
    QList<BodyChange> m_changes;
    QList<Added> m_added;
    QList<qsizetype> m_removed; ///< indexes of items in the request
};

} // namespace cpx
