// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/prompt/modelrequest.h"

#include <map>

namespace cpx {

/// Changes of one request's body, gathered and then made at once by splicing: what no change touches stays
/// byte for byte, so that the backend's prompt cache still hits. Of one thread; shares the request's body.
///
/// Changes of the same place come in the order they were asked for. Changes that contradict each other, a new
/// text in an item that is removed for example, and ranges that are none of the body's make applied() fail:
/// half a change could be worse than none.
class BodyEdits
{
public:
    explicit BodyEdits(const ModelRequest &request);

    bool isEmpty() const
    {
        return m_edits.isEmpty() && m_slots.empty() && m_appended.isEmpty() && !m_isWrong;
    }

    void replace(ByteRange range, const QByteArray &bytes);
    void insert(qsizetype at, const QByteArray &bytes) { replace({at, at}, bytes); }

    void replaceText(const Prompt &prompt, QStringView text);
    void prependText(const Prompt &prompt, QStringView text);
    void appendText(const Prompt &prompt, QStringView text);

    /// `json` is one JSON object, see messageitems.h. Plain input becomes a list.
    void insertItemBefore(qsizetype index, const QByteArray &json);
    void insertItemAfter(qsizetype index, const QByteArray &json);
    void insertItemBefore(const Prompt &prompt, const QByteArray &json)
    {
        insertItemBefore(prompt.itemIndex, json);
    }
    void insertItemAfter(const Prompt &prompt, const QByteArray &json)
    {
        insertItemAfter(prompt.itemIndex, json);
    }
    void appendItem(const QByteArray &json);
    void removeItem(qsizetype index); ///< with the comma that goes with it; twice is once

    /// The changed body, with ModelRequest::padding behind it; the request's own when nothing was asked for.
    /// Internal when the changes do not fit together.
    Result<QByteArray> applied() const;

private:
    struct Edit
    {
        ByteRange range{};
        QByteArray bytes{};
    };
    /// What happens around one item of the list.
    struct Slot
    {
        QByteArrayList before{};
        QByteArrayList after{};
        bool isRemoved = false;
    };

    Slot *slot(qsizetype index);
    QList<Edit> listEdits() const;
    QList<Edit> plainInputEdits() const;

    QByteArray m_body;
    RequestLayout m_layout;
    QList<Edit> m_edits;
    std::map<qsizetype, Slot> m_slots;
    QByteArrayList m_appended;
    bool m_isWrong = false; ///< something was asked for that cannot be
};

} // namespace cpx
