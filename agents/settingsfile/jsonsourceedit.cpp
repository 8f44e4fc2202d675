// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/settingsfile/jsonsourceedit.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace cpx {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// The blanks at the beginning of the line that a byte is in.
QByteArray indentationAt(const QByteArray &text, qsizetype offset)
{
    const qsizetype begin = offset == 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
    qsizetype end = begin;
    while (end < text.size() && (text[end] == ' ' || text[end] == '\t'))
        ++end;
    return text.sliced(begin, end - begin);
}

/// How a text is laid out.
class Style
{
public:
    explicit Style(const JsonSource &text)
        : m_text(text)
        , m_lineEnd(text.bytes.contains("\r\n") ? "\r\n" : "\n")
    {
        const JsonNode &root = text.root;
        if (!root.children.empty() && standsOnLines(root)) {
            const QByteArray indentation = indentationAt(text.bytes, root.children.front().keyBegin);
            const QByteArray outer = indentationAt(text.bytes, root.begin);
            if (indentation.size() > outer.size())
                m_unit = indentation.sliced(outer.size());
        }
    }

    const QByteArray &lineEnd() const { return m_lineEnd; }
    const QByteArray &unit() const { return m_unit; }

    /// Whether each child has a line of its own; of an empty container: whether it would have.
    bool standsOnLines(const JsonNode &container) const
    {
        if (!container.children.empty())
            return hasLineEnd(container.begin, container.children.front().keyBegin);
        const JsonNode &root = m_text.root;
        return container.begin == root.begin || hasLineEnd(root.begin, root.end);
    }

    bool hasLineEnd(qsizetype begin, qsizetype end) const
    {
        return QByteArrayView(m_text.bytes).sliced(begin, end - begin).contains('\n');
    }

    /// Compact JSON on lines of its own, behind `indentation`.
    QByteArray onLines(const QByteArray &compactJson, QByteArray indentation) const
    {
        QByteArray result;
        bool isInString = false;
        for (qsizetype i = 0; i < compactJson.size(); ++i) {
            const char c = compactJson[i];
            if (isInString) {
                result += c;
                if (c == '\\')
                    result += compactJson[++i];
                isInString = c != '"';
            } else if ((c == '{' || c == '[') && compactJson[i + 1] != '}' && compactJson[i + 1] != ']') {
                indentation += m_unit;
                result += c + m_lineEnd + indentation;
            } else if ((c == '}' || c == ']') && compactJson[i - 1] != '{' && compactJson[i - 1] != '[') {
                indentation.chop(m_unit.size());
                result += m_lineEnd + indentation + c;
            } else if (c == ',') {
                result += c + m_lineEnd + indentation;
            } else {
                result += c;
                if (c == ':')
                    result += ' ';
                isInString = c == '"';
            }
        }
        return result;
    }

private:
    const JsonSource &m_text;
    QByteArray m_lineEnd;
    QByteArray m_unit = "  ";
};

TextSplice append(const JsonSource &text, const JsonNode &container, const QByteArray &compactJson, const QByteArray &quotedKey)
{
    const Style style(text);
    const bool isOnLines = style.standsOnLines(container);
    const auto &children = container.children;
    if (children.empty()) {
        const QByteArray value = quotedKey.isEmpty() ? compactJson : quotedKey + ':' + compactJson;
        if (!isOnLines)
            return {container.begin + 1, 0, value};
        const QByteArray outer = indentationAt(text.bytes, container.begin);
        const QByteArray inner = outer + style.unit();
        QByteArray inserted = style.lineEnd() + inner + style.onLines(value, inner);
        if (!style.hasLineEnd(container.begin, container.end))
            inserted += style.lineEnd() + outer;
        return {container.begin + 1, 0, inserted};
    }
    const JsonNode &last = children.back();
    if (isOnLines) {
        const QByteArray value = quotedKey.isEmpty() ? compactJson : quotedKey + ':' + compactJson;
        const QByteArray inner = indentationAt(text.bytes, last.keyBegin);
        return {last.end, 0, ',' + style.lineEnd() + inner + style.onLines(value, inner)};
    }
    // In one line: blanks as between the last two, or none.
    const qsizetype comma = children.size() < 2 ? -1 : text.bytes.indexOf(',', children[children.size() - 2].end);
    const QByteArray blanks = comma < 0 ? QByteArray() : text.bytes.sliced(comma + 1, last.keyBegin - comma - 1);
    return {last.end, 0, ',' + blanks + (quotedKey.isEmpty() ? compactJson : quotedKey + ':' + compactJson)};
}

} // namespace

QByteArray TextSplice::appliedTo(const QByteArray &text) const
{
    return text.first(offset) + inserted + text.sliced(offset + removed);
}

TextSplice appendJsonElement(const JsonSource &text, const JsonNode &array, const QByteArray &compactJson)
{
    return append(text, array, compactJson, {});
}

TextSplice appendJsonMember(const JsonSource &text, const JsonNode &object, const QString &key, const QByteArray &compactJson)
{
    const QByteArray list = QJsonDocument(QJsonArray{key}).toJson(QJsonDocument::Compact);
    return append(text, object, compactJson, list.sliced(1, list.size() - 2));
}

TextSplice removeJsonChild(const JsonSource &text, const JsonNode &container, qsizetype index)
{
    const auto &children = container.children;
    const JsonNode &child = children[std::size_t(index)];
    if (index > 0) {
        const qsizetype begin = children[std::size_t(index) - 1].end;
        return {begin, child.end - begin, {}};
    }
    if (children.size() > 1)
        return {child.keyBegin, children[1].keyBegin - child.keyBegin, {}};
    qsizetype begin = child.keyBegin;
    qsizetype end = child.end;
    while (isBlank(text.bytes[begin - 1]))
        --begin;
    while (isBlank(text.bytes[end]))
        ++end;
    return {begin, end - begin, {}};
}

} // namespace cpx
