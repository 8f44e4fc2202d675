// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/headerlist.h"

namespace cpx::http {

HeaderList::HeaderList(std::initializer_list<std::pair<QByteArrayView, QByteArrayView>> fields)
{
    for (const auto &[name, value] : fields)
        append(name, value);
}

std::optional<QByteArrayView> HeaderList::first(QByteArrayView name) const
{
    for (const Slot &slot : m_fields) {
        if (equalsIgnoreCase(view(slot.name), name))
            return view(slot.value);
    }
    return std::nullopt;
}

qsizetype HeaderList::count(QByteArrayView name) const
{
    return std::count_if(m_fields.cbegin(), m_fields.cend(),
                         [&](const Slot &slot) { return equalsIgnoreCase(view(slot.name), name); });
}

void HeaderList::append(QByteArrayView name, QByteArrayView value)
{
    const auto put = [this](QByteArrayView text) {
        const Span span{quint32(m_text.size()), quint32(text.size())};
        m_text.append(text);
        return span;
    };
    const Span nameSpan = put(name);
    m_fields.append(Slot{nameSpan, put(value)});
}

void HeaderList::remove(QByteArrayView name)
{
    removeIf([name](QByteArrayView fieldName, QByteArrayView) { return equalsIgnoreCase(fieldName, name); });
}

void HeaderList::writeTo(QByteArray &out) const
{
    constexpr qsizetype punctuation = 4; // ": " and CR LF
    qsizetype at = out.size();
    qsizetype length = 0;
    for (const Slot &slot : m_fields)
        length += slot.name.length + slot.value.length + punctuation;
    out.resize(at + length);
    char *to = out.data() + at;
    const auto put = [&to](QByteArrayView text) { to = std::copy(text.begin(), text.end(), to); };
    for (const Slot &slot : m_fields) {
        put(view(slot.name));
        put(": ");
        put(view(slot.value));
        put("\r\n");
    }
}

bool operator==(const HeaderList &a, const HeaderList &b)
{
    if (a.size() != b.size())
        return false;
    for (qsizetype i = 0; i < a.size(); ++i) {
        if (a.name(i) != b.name(i) || a.value(i) != b.value(i))
            return false;
    }
    return true;
}

} // namespace cpx::http
