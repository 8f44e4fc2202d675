// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/bodyedits.h"

#include "core/translate.h"

#include <algorithm>

namespace cpx {

namespace {

/// A JSON string without its quotes, to be put into another.
QByteArray insideOfString(QStringView text)
{
    const QByteArray token = jsonString(text);
    return token.sliced(1, token.size() - 2);
}

} // namespace

BodyEdits::BodyEdits(const ModelRequest &request)
    : m_body(request.body())
    , m_layout(request.layout())
{ }

void BodyEdits::replace(ByteRange range, const QByteArray &bytes)
{
    if (range.begin < 0 || range.end < range.begin || range.end > m_body.size())
        m_isWrong = true;
    else
        m_edits.append({range, bytes});
}

void BodyEdits::replaceText(const Prompt &prompt, QStringView text)
{
    replace(prompt.textToken, jsonString(text));
}

void BodyEdits::prependText(const Prompt &prompt, QStringView text)
{
    insert(prompt.textToken.begin + 1, insideOfString(text));
}

void BodyEdits::appendText(const Prompt &prompt, QStringView text)
{
    insert(prompt.textToken.end - 1, insideOfString(text));
}

BodyEdits::Slot *BodyEdits::slot(qsizetype index)
{
    if (index >= 0 && index < m_layout.items.size())
        return &m_slots[index];
    m_isWrong = true;
    return nullptr;
}

void BodyEdits::insertItemBefore(qsizetype index, const QByteArray &json)
{
    if (Slot *place = slot(index))
        place->before.append(json);
}

void BodyEdits::insertItemAfter(qsizetype index, const QByteArray &json)
{
    if (Slot *place = slot(index))
        place->after.append(json);
}

void BodyEdits::appendItem(const QByteArray &json)
{
    if (m_layout.list.isEmpty())
        m_isWrong = true;
    else
        m_appended.append(json);
}

void BodyEdits::removeItem(qsizetype index)
{
    if (Slot *place = slot(index))
        place->isRemoved = true;
}

/// A string that becomes a list: [before…, {the string as a message}, after…].
QList<BodyEdits::Edit> BodyEdits::plainInputEdits() const
{
    const auto found = m_slots.find(0);
    const Slot place = found == m_slots.end() ? Slot() : found->second;
    const QByteArrayList behind = place.after + m_appended;
    if (place.isRemoved)
        return {{m_layout.list, '[' + (place.before + behind).join(',') + ']'}};
    QByteArray opening = "[";
    for (const QByteArray &json : place.before)
        opening += json + ',';
    opening += R"({"type":"message","role":"user","content":)";
    QByteArray closing = "}";
    for (const QByteArray &json : behind)
        closing += ',' + json;
    return {{{m_layout.list.begin, m_layout.list.begin}, opening},
            {{m_layout.list.end, m_layout.list.end}, closing + ']'}};
}

QList<BodyEdits::Edit> BodyEdits::listEdits() const
{
    if (m_slots.empty() && m_appended.isEmpty())
        return {};
    if (m_layout.isPlainInput)
        return plainInputEdits();
    QList<Edit> edits;
    qsizetype previousEnd = m_layout.list.begin + 1;
    bool hasPrevious = false; // something of the new list stands before this place
    const auto insertAt = [&](qsizetype at, const QByteArray &json) {
        edits.append(Edit{{at, at}, hasPrevious ? ',' + json : json});
        hasPrevious = true;
    };
    for (qsizetype i = 0; i < m_layout.items.size(); ++i) {
        const ByteRange item = m_layout.items[i].range;
        const auto found = m_slots.find(i);
        const Slot place = found == m_slots.end() ? Slot() : found->second;
        if (place.isRemoved) {
            edits.append(
                Edit{{i == 0 ? item.begin : previousEnd, item.end}}); // with the comma in front of it
            for (const QByteArray &json : place.before + place.after)
                insertAt(item.end, json);
        } else {
            if (i > 0 && !hasPrevious)
                edits.append(
                    Edit{{previousEnd, item.begin}}); // a comma that would have nothing in front of it
            for (const QByteArray &json : place.before)
                edits.append(Edit{{item.begin, item.begin}, json + ','});
            hasPrevious = true;
            for (const QByteArray &json : place.after)
                insertAt(item.end, json);
        }
        previousEnd = item.end;
    }
    for (const QByteArray &json : m_appended)
        insertAt(previousEnd, json);
    return edits;
}

Result<QByteArray> BodyEdits::applied() const
{
    if (isEmpty())
        return m_body;
    QList<Edit> edits = listEdits() + m_edits;
    // At one place, what is put in comes before what is replaced.
    std::stable_sort(edits.begin(), edits.end(), [](const Edit &a, const Edit &b) {
        return a.range.begin != b.range.begin ? a.range.begin < b.range.begin
                                              : a.range.isEmpty() && !b.range.isEmpty();
    });
    qsizetype end = 0;
    qsizetype size = m_body.size();
    bool fits = !m_isWrong;
    for (const Edit &edit : edits) {
        fits = fits && edit.range.begin >= end;
        end = edit.range.end;
        size += edit.bytes.size() - edit.range.size();
    }
    if (!fits)
        return Error{Error::Code::Internal,
                     translate("cpx", "the changes of the request contradict each other")};
    QByteArray changed;
    changed.reserve(size + ModelRequest::padding);
    qsizetype copied = 0;
    for (const Edit &edit : edits) {
        changed += QByteArrayView(m_body).sliced(copied, edit.range.begin - copied);
        changed += edit.bytes;
        copied = edit.range.end;
    }
    changed += QByteArrayView(m_body).sliced(copied);
    return changed;
}

} // namespace cpx
