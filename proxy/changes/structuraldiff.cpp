// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/changes/structuraldiff.h"

#include "core/sequencediff.h"

#include <QHash>
#include <simdjson.h>
#include <vector>

namespace cpx {

namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

constexpr size_t deepest = 512;

QByteArray bytes(std::string_view text)
{
    return QByteArray(text.data(), qsizetype(text.size()));
}

QByteArray json(const element &value)
{
    return QByteArray::fromStdString(simdjson::minify(value));
}

/// RFC 6901 §3: "~" and "/" are written "~0" and "~1".
QByteArray below(const QByteArray &pointer, std::string_view key)
{
    QByteArray token = bytes(key);
    token.replace('~', "~0").replace('/', "~1");
    return pointer + '/' + token;
}

QByteArray below(const QByteArray &pointer, qsizetype index)
{
    return pointer + '/' + QByteArray::number(index);
}

/// What makes an element of an array the same one although its content changed.
QByteArray identity(const element &value)
{
    for (const char *key : {"id", "call_id", "name"}) {
        std::string_view text;
        if (value.is_object() && value[key].get(text) == simdjson::SUCCESS && !text.empty())
            return key + QByteArray(":") + bytes(text);
    }
    return {};
}

/// What elements without an identity have in common with what they may become: their type, and who speaks.
std::pair<int, std::string_view> kin(const element &value)
{
    std::string_view role;
    if (value.is_object() && value["role"].get(role) != simdjson::SUCCESS)
        role = {};
    return {int(value.type()), role};
}

struct Member
{
    std::string_view key;
    element value;
};

class Comparison
{
public:
    void compare(const element &before, const element &after, const QByteArray &received, const QByteArray &sent)
    {
        if (before.type() == after.type()) {
            switch (before.type()) {
            case element_type::OBJECT: return compareObjects(before, after, received, sent);
            case element_type::ARRAY: return compareArrays(before, after, received, sent);
            case element_type::STRING: return compareStrings(before, after, received, sent);
            default: break;
            }
        }
        QByteArray a = json(before);
        QByteArray b = json(after);
        if (a != b)
            m_differences.append({received, sent, std::move(a), std::move(b), false});
    }

    QList<BodyDifference> differences() && { return std::move(m_differences); }

private:
    void compareStrings(const element &before, const element &after, const QByteArray &received, const QByteArray &sent)
    {
        std::string_view a;
        std::string_view b;
        if (before.get(a) == simdjson::SUCCESS && after.get(b) == simdjson::SUCCESS && a != b)
            m_differences.append({received, sent, bytes(a), bytes(b), true});
    }

    void remove(const element &value, const QByteArray &received)
    {
        m_differences.append({received, {}, json(value), std::nullopt, false});
    }

    void add(const element &value, const QByteArray &sent)
    {
        m_differences.append({{}, sent, std::nullopt, json(value), false});
    }

    static std::vector<Member> membersOf(const element &object)
    {
        std::vector<Member> members;
        simdjson::dom::object fields;
        if (object.get(fields) != simdjson::SUCCESS)
            return members;
        for (const auto field : fields)
            members.push_back({field.key, field.value});
        return members;
    }

    /// Members by name, a repeated name in its order.
    void compareObjects(const element &before, const element &after, const QByteArray &received, const QByteArray &sent)
    {
        const std::vector<Member> ours = membersOf(after);
        QMultiHash<QByteArrayView, size_t> places;
        for (size_t i = ours.size(); i-- > 0;) // the last inserted is found first
            places.insert(QByteArrayView(ours[i].key.data(), qsizetype(ours[i].key.size())), i);
        std::vector<bool> isFound(ours.size(), false);
        for (const Member &member : membersOf(before)) {
            const auto place = places.find(QByteArrayView(member.key.data(), qsizetype(member.key.size())));
            if (place == places.end()) {
                remove(member.value, below(received, member.key));
                continue;
            }
            const size_t i = *place;
            places.erase(place);
            isFound[i] = true;
            compare(member.value, ours[i].value, below(received, member.key), below(sent, member.key));
        }
        for (size_t i = 0; i < ours.size(); ++i) {
            if (!isFound[i])
                add(ours[i].value, below(sent, ours[i].key));
        }
    }

    static std::vector<element> elementsOf(const element &array)
    {
        std::vector<element> elements;
        simdjson::dom::array values;
        if (array.get(values) != simdjson::SUCCESS)
            return elements;
        for (const element value : values)
            elements.push_back(value);
        return elements;
    }

    static std::vector<int> numbered(const std::vector<element> &elements, QHash<QByteArray, int> &numbers)
    {
        std::vector<int> result;
        result.reserve(elements.size());
        for (const element &value : elements) {
            const QByteArray text = json(value);
            const auto known = numbers.constFind(text);
            result.push_back(known != numbers.cend() ? *known : int(numbers.size()));
            if (known == numbers.cend())
                numbers.insert(text, result.back());
        }
        return result;
    }

    void compareArrays(const element &before, const element &after, const QByteArray &received, const QByteArray &sent)
    {
        const std::vector<element> theirs = elementsOf(before);
        const std::vector<element> ours = elementsOf(after);
        if (theirs.size() == 1 && ours.size() == 1 && theirs.front().type() == ours.front().type())
            return compare(theirs.front(), ours.front(), below(received, qsizetype(0)), below(sent, qsizetype(0)));
        QHash<QByteArray, int> numbers;
        const std::vector<int> theirNumbers = numbered(theirs, numbers);
        const std::vector<int> ourNumbers = numbered(ours, numbers);
        const QList<SequenceHunk> hunks = sequenceDiff(theirNumbers, ourNumbers);
        for (const SequenceHunk &hunk : hunks)
            compareHunk(hunk, theirs, ours, received, sent);
    }

    void compareHunk(const SequenceHunk &hunk, const std::vector<element> &theirs, const std::vector<element> &ours,
                     const QByteArray &received, const QByteArray &sent)
    {
        const QList<qsizetype> partners = partnersIn(hunk, theirs, ours);
        std::vector<bool> isFound(size_t(hunk.added), false);
        for (qsizetype i = 0; i < hunk.removed; ++i) {
            const element &value = theirs[size_t(hunk.before + i)];
            const qsizetype partner = partners.at(i);
            if (partner < 0) {
                remove(value, below(received, hunk.before + i));
                continue;
            }
            isFound[size_t(partner)] = true;
            compare(value, ours[size_t(hunk.after + partner)], below(received, hunk.before + i), below(sent, hunk.after + partner));
        }
        for (qsizetype i = 0; i < hunk.added; ++i) {
            if (!isFound[size_t(i)])
                add(ours[size_t(hunk.after + i)], below(sent, hunk.after + i));
        }
    }

    /// For each element removed the one added that it became, or -1.
    static QList<qsizetype> partnersIn(const SequenceHunk &hunk, const std::vector<element> &theirs, const std::vector<element> &ours)
    {
        QList<qsizetype> partners(hunk.removed, -1);
        QHash<QByteArray, qsizetype> places;
        for (qsizetype i = hunk.added; i-- > 0;)
            places.insert(identity(ours[size_t(hunk.after + i)]), i);
        places.remove({});
        for (qsizetype i = 0; i < hunk.removed; ++i) {
            if (const auto place = places.constFind(identity(theirs[size_t(hunk.before + i)])); place != places.cend()) {
                partners[i] = *place;
                places.erase(place);
            }
        }
        if (hunk.removed != hunk.added) {
            pairByKin(hunk, theirs, ours, partners);
            return partners;
        }
        // As many as before: those without an identity are told by their place.
        for (qsizetype i = 0; i < hunk.removed; ++i) {
            const element &a = theirs[size_t(hunk.before + i)];
            const element &b = ours[size_t(hunk.after + i)];
            if (partners.at(i) < 0 && !partners.contains(i) && a.type() == b.type() && (identity(a).isEmpty() || identity(b).isEmpty()))
                partners[i] = i;
        }
        return partners;
    }

    /// Those without an identity may be the next of their kind.
    static void pairByKin(const SequenceHunk &hunk, const std::vector<element> &theirs, const std::vector<element> &ours,
                          QList<qsizetype> &partners)
    {
        qsizetype next = 0;
        for (qsizetype i = 0; i < hunk.removed; ++i) {
            const element &a = theirs[size_t(hunk.before + i)];
            if (partners.at(i) >= 0 || !identity(a).isEmpty())
                continue;
            for (qsizetype j = next; j < hunk.added; ++j) {
                const element &b = ours[size_t(hunk.after + j)];
                if (!partners.contains(j) && identity(b).isEmpty() && kin(a) == kin(b)) {
                    partners[i] = j;
                    next = j + 1;
                    break;
                }
            }
        }
    }

    QList<BodyDifference> m_differences;
};

std::optional<element> parsed(simdjson::dom::parser &parser, QByteArrayView text)
{
    element root;
    if (text.isEmpty() // which simdjson would copy from nowhere
        || parser.allocate(size_t(text.size()), deepest) != simdjson::SUCCESS
        || parser.parse(text.data(), size_t(text.size())).get(root) != simdjson::SUCCESS)
        return std::nullopt;
    return root;
}

bool isAtOrBelow(const QByteArray &pointer, const QByteArray &ancestor)
{
    return pointer.startsWith(ancestor) && (pointer.size() == ancestor.size() || pointer.at(ancestor.size()) == '/');
}

/// The pointer without the indexes of arrays, which shift when elements come and go.
QByteArray shape(const QByteArray &pointer)
{
    QByteArrayList tokens = pointer.split('/');
    for (QByteArray &token : tokens) {
        bool isIndex = false;
        token.toULongLong(&isIndex);
        if (isIndex)
            token = "*";
    }
    return tokens.join('/');
}

/// Nothing agrees with nothing: that two things are gone does not make them the same.
bool agrees(const ChangeText &kept, const std::optional<QByteArray> &text)
{
    if (!kept.exists() || !text)
        return false;
    return kept.isCut() ? kept.size == text->size() && text->startsWith(kept.bytes) : kept.bytes == *text;
}

bool explains(const BodyChange &change, const BodyDifference &difference)
{
    if (change.direction != BodyChange::Direction::Request)
        return false;
    const QByteArray &place = difference.before ? difference.received : difference.sent;
    for (const QByteArray &pointer : {difference.received, difference.sent}) {
        if (!pointer.isEmpty() && pointer != change.location && isAtOrBelow(pointer, change.location))
            return true;
    }
    // After one change others may follow at the same place: the last leaves what was sent, the first found what was received.
    return shape(change.location) == shape(place)
        && (agrees(change.after, difference.after) || agrees(change.before, difference.before));
}

} // namespace

StructuralDiff structuralDiff(QByteArrayView received, QByteArrayView sent)
{
    StructuralDiff diff;
    if (received == sent)
        return diff;
    simdjson::dom::parser receivedParser;
    simdjson::dom::parser sentParser;
    const auto before = parsed(receivedParser, received);
    const auto after = parsed(sentParser, sent);
    if (!before || !after) {
        diff.isJson = false;
        diff.differences.append({{}, {}, received.toByteArray(), sent.toByteArray(), true});
        return diff;
    }
    Comparison comparison;
    comparison.compare(*before, *after, {}, {});
    diff.differences = std::move(comparison).differences();
    return diff;
}

QList<AttributedDifference> attributed(const QList<BodyDifference> &differences, const QList<BodyChange> &changes)
{
    QList<AttributedDifference> result;
    for (const BodyDifference &difference : differences) {
        AttributedDifference one{difference, {}};
        for (qsizetype i = 0; i < changes.size(); ++i) {
            if (explains(changes.at(i), difference))
                one.changes.append(i);
        }
        result.append(one);
    }
    return result;
}

} // namespace cpx
