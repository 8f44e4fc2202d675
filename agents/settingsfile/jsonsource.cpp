// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/settingsfile/jsonsource.h"

#include "agents/settingsfile/jsonpositions.h"
#include "core/translate.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringDecoder>
#include <algorithm>

namespace cpx {

namespace {

constexpr int maximumDepth = 64;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

class Parser
{
public:
    explicit Parser(const QByteArray &text)
        : m_text(text)
    {
    }

    Result<JsonNode> parse()
    {
        JsonNode root;
        skipBlanks();
        if (!value(root, 1))
            return error();
        skipBlanks();
        if (m_at < m_text.size())
            fail(translate("cpx", "something follows the end of the document"));
        if (!m_problem.isEmpty())
            return error();
        return root;
    }

private:
    bool fail(const QString &problem)
    {
        m_problem = problem;
        return false;
    }

    Error error() const
    {
        const JsonPosition position = jsonPositionAt(m_text, m_at);
        return Error{Error::Code::Invalid,
                     translate("cpx", "line %1, column %2: %3").arg(position.line).arg(position.column).arg(m_problem)};
    }

    char here() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }

    void skipBlanks()
    {
        while (here() == ' ' || here() == '\t' || here() == '\r' || here() == '\n')
            ++m_at;
    }

    bool value(JsonNode &node, int depth)
    {
        if (depth > maximumDepth)
            return fail(translate("cpx", "more than %1 levels are open").arg(maximumDepth));
        node.begin = m_at;
        if (node.keyBegin == 0)
            node.keyBegin = m_at;
        bool isRead = false;
        switch (here()) {
        case '{': isRead = container(node, JsonNode::Kind::Object, '}', depth); break;
        case '[': isRead = container(node, JsonNode::Kind::Array, ']', depth); break;
        case '"':
            node.kind = JsonNode::Kind::String;
            isRead = string(node.string);
            break;
        default: isRead = word() || number(); break;
        }
        node.end = m_at;
        return isRead || (m_problem.isEmpty() && fail(translate("cpx", "a value is expected here")));
    }

    bool container(JsonNode &node, JsonNode::Kind kind, char closing, int depth)
    {
        node.kind = kind;
        ++m_at;
        skipBlanks();
        if (here() == closing) {
            ++m_at;
            return true;
        }
        for (;;) {
            JsonNode child;
            if (kind == JsonNode::Kind::Object && !key(child))
                return false;
            if (!value(child, depth + 1))
                return false;
            node.children.push_back(std::move(child));
            skipBlanks();
            if (here() == closing) {
                ++m_at;
                return true;
            }
            if (here() != ',')
                return fail(translate("cpx", "\",\" or \"%1\" is expected here").arg(QLatin1Char(closing)));
            ++m_at;
            skipBlanks();
        }
    }

    bool key(JsonNode &child)
    {
        child.keyBegin = m_at;
        if (here() != '"')
            return fail(translate("cpx", "a key in double quotes is expected here"));
        if (!string(child.key))
            return false;
        skipBlanks();
        if (here() != ':')
            return fail(translate("cpx", "\":\" is expected here"));
        ++m_at;
        skipBlanks();
        return true;
    }

    bool string(QString &decoded)
    {
        const qsizetype begin = m_at;
        for (++m_at; here() != '"'; ++m_at) {
            if (m_at >= m_text.size())
                return fail(translate("cpx", "the text ends inside a string"));
            if (static_cast<unsigned char>(here()) < 0x20)
                return fail(translate("cpx", "a control character stands inside a string; write it as \\n, \\t or \\u00…"));
            if (here() == '\\' && !isEscape(++m_at))
                return fail(translate("cpx", "JSON knows no such escape; a backslash itself is written twice"));
        }
        ++m_at;
        decoded = QJsonDocument::fromJson('[' + m_text.sliced(begin, m_at - begin) + ']').array().at(0).toString();
        return true;
    }

    bool isEscape(qsizetype at) const
    {
        const QByteArrayView rest = QByteArrayView(m_text).sliced(at);
        if (!rest.startsWith('u'))
            return !rest.isEmpty() && QByteArrayView("\"\\/bfnrt").contains(rest.front());
        const auto isHexDigit = [](char c) { return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
        return rest.size() > 4 && std::all_of(rest.begin() + 1, rest.begin() + 5, isHexDigit);
    }

    bool word()
    {
        for (const QByteArrayView each : {QByteArrayView("true"), QByteArrayView("false"), QByteArrayView("null")}) {
            if (QByteArrayView(m_text).sliced(m_at).startsWith(each)) {
                m_at += each.size();
                return true;
            }
        }
        return false;
    }

    bool digits()
    {
        const qsizetype begin = m_at;
        while (isDigit(here()))
            ++m_at;
        return m_at > begin;
    }

    bool number()
    {
        if (here() == '-')
            ++m_at;
        if (here() == '0')
            ++m_at;
        else if (!digits())
            return false;
        if (here() == '.' && (++m_at, !digits()))
            return false;
        if (here() != 'e' && here() != 'E')
            return true;
        ++m_at;
        if (here() == '+' || here() == '-')
            ++m_at;
        return digits();
    }

    const QByteArray &m_text;
    qsizetype m_at = 0;
    QString m_problem;
};

} // namespace

const JsonNode *JsonNode::member(QStringView name) const
{
    const auto found = std::find_if(children.rbegin(), children.rend(), [name](const JsonNode &child) { return child.key == name; });
    return found == children.rend() || !isObject() ? nullptr : &*found;
}

qsizetype JsonNode::count(QStringView name) const
{
    return std::count_if(children.begin(), children.end(), [name](const JsonNode &child) { return child.key == name; });
}

Result<JsonSource> JsonSource::parse(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = decoder.decode(bytes);
    if (decoder.hasError())
        return Error{Error::Code::Invalid, translate("cpx", "the text is not UTF-8")};
    auto root = Parser(bytes).parse();
    if (!root)
        return root.error();
    return JsonSource{bytes, *root};
}

} // namespace cpx
