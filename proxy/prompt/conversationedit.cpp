// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/conversationedit.h"

#include <algorithm>

namespace cpx {

namespace {

constexpr qsizetype longestLookBack = 64; ///< from a text to the name in front of it

/// Whether the string is the value of the message's "content" itself, not of a part's "text".
bool isContentItself(QByteArrayView body, ByteRange token)
{
    const QByteArrayView before = body.first(token.begin).last(qMin(token.begin, longestLookBack)).trimmed();
    if (!before.endsWith(':'))
        return false;
    return before.chopped(1).trimmed().endsWith("\"content\"");
}

/// A string itself, anything else as JSON.
QByteArray textOf(QByteArrayView json)
{
    return json.startsWith('"') ? stringFromJson(json).toUtf8() : json.toByteArray();
}

} // namespace

ConversationEdit::ConversationEdit(const ModelRequest &request)
    : m_request(request)
    , m_edits(request)
{
}

QByteArray ConversationEdit::locationOfItem(qsizetype index) const
{
    if (m_request.layout().isPlainInput)
        return "/input";
    const bool isChat = m_request.shape() == ModelRequest::Shape::ChatCompletions;
    return (isChat ? "/messages/" : "/input/") + QByteArray::number(index);
}

QByteArray ConversationEdit::locationOf(const Prompt &prompt) const
{
    const QByteArray item = locationOfItem(prompt.itemIndex);
    if (m_request.layout().isPlainInput)
        return item;
    if (isContentItself(m_request.body(), prompt.textToken))
        return item + "/content";
    const RequestLayout::Item &layout = m_request.layout().items[prompt.itemIndex];
    for (qsizetype part = 0; part < layout.partCount; ++part) {
        if (m_request.layout().parts[layout.firstPart + part].text == prompt.textToken)
            return item + "/content/" + QByteArray::number(part) + "/text";
    }
    return item + "/content";
}

void ConversationEdit::removeItem(qsizetype index, const ChangeAttribution &attribution)
{
    m_edits.removeItem(index);
    m_removed.append(index);
    BodyChange change;
    change.attribution = attribution;
    change.location = locationOfItem(index);
    change.before = ChangeText::of(m_request.itemRange(index).of(m_request.body()));
    m_changes.append(change);
}

void ConversationEdit::removeOwnItems()
{
    const QList<qsizetype> own = m_request.ownItems();
    for (const qsizetype index : own)
        removeItem(index, {ChangeAttribution::Kind::Policy, QStringLiteral("own items"), {}, {}});
}

void ConversationEdit::treat(const QList<Prompt> &prompts, const PromptTreatment &treatment)
{
    if (prompts.isEmpty())
        return;
    const qsizetype index = prompts.constFirst().itemIndex;
    if (treatment.replaced)
        return removeItem(index, *treatment.replaced);
    if (treatment.isTakenOut())
        return removeItem(index, treatment.refusal ? treatment.refusal->attribution : treatment.answer->attribution);
    for (qsizetype i = 0; i < qMin(prompts.size(), treatment.texts.size()); ++i) {
        const auto &text = treatment.texts[i];
        if (!text)
            continue;
        m_edits.replace(prompts[i].textToken, text->json);
        BodyChange change;
        change.attribution = text->attribution;
        change.location = locationOf(prompts[i]);
        change.before = ChangeText::of(prompts[i].text().toUtf8());
        change.after = ChangeText::of(stringFromJson(text->json).toUtf8());
        m_changes.append(change);
    }
    addBeside(index, treatment);
}

void ConversationEdit::treatOutput(qsizetype index, const PromptTreatment &treatment)
{
    if (const auto output = treatment.texts.value(0)) {
        const ByteRange range = m_request.layout().items[index].output;
        m_edits.replace(range, output->json);
        BodyChange change;
        change.attribution = output->attribution;
        change.location = locationOfItem(index) + "/output";
        change.before = ChangeText::of(textOf(range.of(m_request.body())));
        change.after = ChangeText::of(textOf(output->json));
        m_changes.append(change);
    }
    addBeside(index, treatment);
}

void ConversationEdit::addBeside(qsizetype index, const PromptTreatment &treatment)
{
    const bool isInFront = m_request.shape() == ModelRequest::Shape::ChatCompletions;
    const bool isRemoved = m_removed.contains(index);
    for (const PromptTreatment::Piece &item : treatment.itemsBeside) {
        const auto isHere = [index](const Added &added) { return added.beside == index; };
        const qsizetype before = std::count_if(m_added.cbegin(), m_added.cend(), isHere);
        if (isInFront)
            m_edits.insertItemBefore(index, item.json);
        else
            m_edits.insertItemAfter(index, item.json);
        m_added.append({m_changes.size(), index, isInFront || isRemoved ? before : before + 1});
        BodyChange change;
        change.attribution = item.attribution;
        change.after = ChangeText::of(item.json);
        m_changes.append(change);
    }
}

QList<BodyChange> ConversationEdit::changes() const
{
    QList<BodyChange> changes = m_changes;
    for (const Added &added : m_added) {
        const auto isBefore = [&](qsizetype index) { return index < added.beside; };
        const qsizetype removed = std::count_if(m_removed.begin(), m_removed.end(), isBefore);
        const qsizetype inserted = std::count_if(m_added.begin(), m_added.end(), [&](const Added &other) { return isBefore(other.beside); });
        changes[added.change].location = locationOfItem(added.beside - removed + inserted + added.offset);
    }
    return changes;
}

} // namespace cpx
