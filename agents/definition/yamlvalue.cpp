// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/definition/yamlvalue.h"

#include "core/translate.h"

#include <QHash>

#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype maximumSize = 64 * 1024;
constexpr qsizetype maximumDepth = 64;
constexpr int maximumValues = 10'000;
constexpr int maximumAliases = 100;

/// Ends a reading from within the library's callbacks; never leaves this file.
struct Unreadable
{
    int line;
    QString text;
};

/// Makes values of what the library tells.
class Builder final : public YAML::EventHandler
{
public:
    YamlValue takeDocument() { return std::move(m_document); }

    void OnDocumentStart(const YAML::Mark &) override { }
    void OnDocumentEnd() override { }
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        add(valueAt(mark, YamlValue::Kind::Null), anchor, 1);
    }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor, const std::string &value) override
    {
        YamlValue scalar = valueAt(mark, YamlValue::Kind::Text);
        scalar.text = QString::fromStdString(value);
        scalar.isQuoted = tag == "!"; // what the library calls everything that is not plain
        add(std::move(scalar), anchor, 1);
    }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        m_line = mark.line + 1;
        const auto known = m_anchors.constFind(anchor);
        if (known == m_anchors.cend())
            throw Unreadable{m_line, translate("cpx", "an alias stands inside of what it stands for")};
        if (++m_aliases > maximumAliases)
            throw Unreadable{m_line, translate("cpx", "there are more than %1 aliases").arg(maximumAliases)};
        add(known->value, 0, known->count);
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        open(mark, YamlValue::Kind::List, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        open(mark, YamlValue::Kind::Map, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    struct Open
    {
        YamlValue value;
        YAML::anchor_t anchor = 0;
        int count = 1; ///< values in it, itself included
        std::optional<QString> key{}; ///< of the member whose value comes next
    };
    struct Anchored
    {
        YamlValue value;
        int count = 1;
    };

    YamlValue valueAt(const YAML::Mark &mark, YamlValue::Kind kind)
    {
        YamlValue value;
        value.kind = kind;
        m_line = mark.line + 1;
        value.line = m_line;
        return value;
    }

    void open(const YAML::Mark &mark, YamlValue::Kind kind, YAML::anchor_t anchor)
    {
        YamlValue value = valueAt(mark, kind);
        if (m_open.size() >= maximumDepth)
            throw Unreadable{m_line, translate("cpx", "there are more than %1 levels").arg(maximumDepth)};
        m_open.append(Open{std::move(value), anchor});
    }

    void close()
    {
        Open done = m_open.takeLast();
        add(std::move(done.value), done.anchor, done.count);
    }

    void add(YamlValue value, YAML::anchor_t anchor, int count)
    {
        if (anchor != 0)
            m_anchors.insert(anchor, Anchored{value, count});
        if (m_open.isEmpty()) {
            m_document = std::move(value);
            return;
        }
        Open &parent = m_open.last();
        parent.count += count;
        if (parent.count > maximumValues)
            throw Unreadable{m_line, translate("cpx", "there are more than %1 values").arg(maximumValues)};
        if (parent.value.kind == YamlValue::Kind::List) {
            parent.value.items.append(std::move(value));
        } else if (!parent.key) {
            if (value.kind == YamlValue::Kind::List || value.kind == YamlValue::Kind::Map)
                throw Unreadable{m_line, translate("cpx", "a key is a list or a map")};
            parent.key = value.text;
        } else {
            setMember(parent.value, *parent.key, std::move(value));
            parent.key.reset();
        }
    }

    static void setMember(YamlValue &map, const QString &key, YamlValue value)
    {
        for (YamlValue::Member &member : map.members) {
            if (member.first == key) {
                member.second = std::move(value);
                return;
            }
        }
        map.members.append({key, std::move(value)});
    }

    YamlValue m_document;
    QList<Open> m_open;
    QHash<YAML::anchor_t, Anchored> m_anchors;
    int m_aliases = 0;
    int m_line = 1;
};

/// Of the core schema of YAML 1.2, section 10.3.2, as far as plain text has it.
bool isNumberOrBoolean(const QString &text)
{
    if (text == u"true" || text == u"True" || text == u"TRUE" || text == u"false" || text == u"False" || text == u"FALSE")
        return true;
    if (text == u".inf" || text == u"-.inf" || text == u"+.inf" || text == u".nan")
        return true;
    bool isNumber = false;
    if (text.startsWith(u"0x"_s))
        text.sliced(2).toULongLong(&isNumber, 16);
    else if (text.startsWith(u"0o"_s))
        text.sliced(2).toULongLong(&isNumber, 8);
    else if (!text.isEmpty() && (text.at(0).isDigit() || text.at(0) == u'-' || text.at(0) == u'+' || text.at(0) == u'.'))
        text.toDouble(&isNumber);
    return isNumber;
}

} // namespace

bool YamlValue::isString() const
{
    return kind == Kind::Text && (isQuoted || !isNumberOrBoolean(text));
}

const YamlValue *YamlValue::member(QStringView name) const
{
    for (const Member &each : members) {
        if (each.first == name)
            return &each.second;
    }
    return nullptr;
}

std::optional<bool> YamlValue::toBool() const
{
    const QString word = kind == Kind::Text ? text.trimmed().toLower() : QString();
    if (word == u"true" || word == u"yes" || word == u"on" || word == u"1")
        return true;
    if (word == u"false" || word == u"no" || word == u"off" || word == u"0")
        return false;
    return std::nullopt;
}

QStringList YamlValue::toWords() const
{
    QStringList words;
    for (const YamlValue &item : items) {
        if (item.kind == Kind::Text && !item.text.trimmed().isEmpty())
            words += item.text.trimmed();
    }
    QString word;
    int parentheses = 0;
    for (const QChar character : text) {
        parentheses += character == u'(' ? 1 : character == u')' && parentheses > 0 ? -1 : 0;
        if (parentheses > 0 || (character != u',' && !character.isSpace()))
            word += character;
        else if (!word.isEmpty())
            words += std::exchange(word, {});
    }
    if (!word.isEmpty())
        words += word;
    return words;
}

std::variant<YamlValue, YamlValue::Failure> YamlValue::fromYaml(QByteArrayView yaml)
{
    if (yaml.size() > maximumSize)
        return Failure{0, translate("cpx", "the YAML is larger than %1 KiB").arg(maximumSize / 1024)};
    if (const qsizetype at = yaml.indexOf('\0'); at >= 0) // the library would take it for UTF-16
        return Failure{int(yaml.first(at).count('\n')) + 1, translate("cpx", "there is a zero byte")};
    // The mark of the document's end shows a quote that is open to the end, which the library would not mind.
    const QByteArray text = QString::fromUtf8(yaml).toUtf8() + "\n...\n";
    Builder builder;
    try {
        std::istringstream stream(text.toStdString());
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(builder))
            return YamlValue();
        YamlValue document = builder.takeDocument();
        if (Builder rest; parser.HandleNextDocument(rest))
            return Failure{0, translate("cpx", "there is more than one document")};
        return document;
    } catch (const Unreadable &problem) {
        return Failure{problem.line, problem.text};
    } catch (const YAML::Exception &problem) {
        return Failure{problem.mark.is_null() ? 0 : problem.mark.line + 1, QString::fromStdString(problem.msg)};
    } catch (const std::exception &problem) {
        return Failure{0, QString::fromLocal8Bit(problem.what())};
    }
}

} // namespace cpx
