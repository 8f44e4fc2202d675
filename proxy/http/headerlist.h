// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QMetaType>
#include <algorithm>
#include <optional>

namespace cpx::http {

/// Compares field names and tokens as RFC 9110 §5.1 says: ASCII letters without regard to case.
/// Inline, since it is asked often and nearly always the lengths differ.
inline bool equalsIgnoreCase(QByteArrayView a, QByteArrayView b)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; };
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

/// The fields of one message head in wire order, repeated names kept, spelling kept.
/// One text buffer and offsets into it: a parsed head costs no copy, and copying a list is cheap
/// (implicitly shared). Views returned by name() and value() live as long as the list is unchanged.
class HeaderList
{
public:
    HeaderList() = default;
    HeaderList(std::initializer_list<std::pair<QByteArrayView, QByteArrayView>> fields);

    qsizetype size() const { return m_fields.size(); }
    bool isEmpty() const { return m_fields.isEmpty(); }
    QByteArrayView name(qsizetype i) const { return view(m_fields.at(i).name); }
    QByteArrayView value(qsizetype i) const { return view(m_fields.at(i).value); }

    /// The value of the first field of that name.
    std::optional<QByteArrayView> first(QByteArrayView name) const;
    bool contains(QByteArrayView name) const { return first(name).has_value(); }
    qsizetype count(QByteArrayView name) const;

    void append(QByteArrayView name, QByteArrayView value);
    void remove(QByteArrayView name);
    template<typename Predicate>
    void removeIf(Predicate predicate) ///< predicate(name, value)
    {
        m_fields.removeIf([&](const Slot &slot) { return predicate(view(slot.name), view(slot.value)); });
    }

    /// Appends "Name: value\r\n" for every field.
    void writeTo(QByteArray &out) const;

    friend bool operator==(const HeaderList &a, const HeaderList &b);

private:
    friend class HeadReader;

    struct Span
    {
        quint32 at = 0;
        quint32 length = 0;
    };
    struct Slot
    {
        Span name;
        Span value;
    };
    QByteArrayView view(Span span) const { return QByteArrayView(m_text).sliced(span.at, span.length); }

    QByteArray m_text; ///< for a parsed head: the head as received
    QList<Slot> m_fields;
};

} // namespace cpx::http

Q_DECLARE_METATYPE(cpx::http::HeaderList)
