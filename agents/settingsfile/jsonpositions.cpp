// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/settingsfile/jsonpositions.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QList>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

class Scanner
{
public:
    Scanner(QByteArrayView json, const QSet<QString> &wanted)
        : m_json(json)
        , m_wanted(wanted)
    {
    }

    JsonPlaces scan()
    {
        for (m_at = 0; m_at < m_json.size(); advance())
            take(m_json[m_at]);
        return std::move(m_places);
    }

private:
    /// An object or array that is open.
    struct Container
    {
        bool isArray = false;
        int index = 0;
        QString path{};
    };

    void take(char c)
    {
        switch (c) {
        case '{':
        case '[':
            beginValue();
            m_open.append({c == '[', 0, m_path});
            m_places.depth = qMax(m_places.depth, int(m_open.size()));
            m_expectsKey = c == '{';
            m_expectsValue = c == '[';
            break;
        case '}':
        case ']':
            if (!m_open.isEmpty())
                m_open.removeLast();
            m_expectsKey = m_expectsValue = false;
            break;
        case ',':
            if (m_open.isEmpty())
                break;
            ++m_open.last().index;
            m_expectsKey = !m_open.constLast().isArray;
            m_expectsValue = m_open.constLast().isArray;
            break;
        case ':':
            m_expectsValue = true;
            break;
        case '"':
            takeString();
            break;
        case ' ':
        case '\t':
        case '\r':
        case '\n':
            break;
        default:
            beginValue();
            break;
        }
    }

    void takeString()
    {
        const qsizetype begin = m_at;
        const JsonPosition position = here();
        const bool isKey = m_expectsKey;
        if (!isKey)
            beginValue();
        for (advance(); m_at < m_json.size() && m_json[m_at] != '"'; advance()) {
            if (m_json[m_at] == '\\')
                advance();
            else if (static_cast<unsigned char>(m_json[m_at]) < 0x20 && !m_places.controlCharacter)
                m_places.controlCharacter = here();
        }
        if (!isKey || m_open.isEmpty())
            return;
        m_expectsKey = false;
        const QByteArrayView quoted = m_json.sliced(begin, qMin(m_at + 1, m_json.size()) - begin);
        const QString key = QJsonDocument::fromJson('[' + quoted.toByteArray() + ']').array().at(0).toString();
        const QString &parent = m_open.constLast().path;
        m_path = parent.isEmpty() ? key : parent + u'.' + key;
        note(position);
    }

    /// Elements of arrays get their path here; members of objects have had theirs since their key.
    void beginValue()
    {
        if (!m_expectsValue || m_open.isEmpty() || !m_open.constLast().isArray) {
            m_expectsValue = false;
            return;
        }
        m_expectsValue = false;
        m_path = m_open.constLast().path + u"[%1]"_s.arg(m_open.constLast().index);
        note(here());
    }

    void note(JsonPosition position)
    {
        if (m_wanted.contains(m_path))
            m_places.positions.insert(m_path, position);
    }

    JsonPosition here() const { return {m_line, m_column}; }

    void advance()
    {
        if (m_at >= m_json.size())
            return;
        if (m_json[m_at] == '\n') {
            ++m_line;
            m_column = 1;
        } else if ((static_cast<unsigned char>(m_json[m_at]) & 0xc0) != 0x80) { // not inside a character of UTF-8
            ++m_column;
        }
        ++m_at;
    }

    QByteArrayView m_json;
    const QSet<QString> &m_wanted;
    JsonPlaces m_places;
    QList<Container> m_open;
    QString m_path;
    qsizetype m_at = 0;
    int m_line = 1;
    int m_column = 1;
    bool m_expectsKey = false;
    bool m_expectsValue = false;
};

} // namespace

JsonPlaces jsonPlaces(QByteArrayView json, const QSet<QString> &wanted)
{
    return Scanner(json, wanted).scan();
}

JsonPosition jsonPositionAt(QByteArrayView json, qsizetype offset)
{
    const QByteArrayView before = json.first(qBound(qsizetype(0), offset, json.size()));
    JsonPosition position{1, 1};
    for (const char c : before) {
        if (c == '\n') {
            ++position.line;
            position.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) {
            ++position.column;
        }
    }
    return position;
}

} // namespace cpx
