// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commanddefinition.h"

#include "agents/definition/definitionhead.h"
#include "core/frontmatter.h"
#include "core/translate.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

/// Fills a definition from the head of its file.
class HeadReader
{
public:
    HeadReader(CommandDefinition &definition, QByteArrayView text, int firstLine)
        : m_definition(definition)
        , m_text(text)
        , m_firstLine(firstLine)
        , m_head(DefinitionHead::of(text))
    {
    }

    void read()
    {
        reportVerdict();
        m_definition.description = string("description").replace(u"\\n"_s, u"\n"_s);
        m_definition.argumentHint = hint();
        m_definition.argumentNames = words("arguments");
        m_definition.allowedTools = words("allowed-tools");
        m_definition.disallowedTools = words("disallowed-tools");
        m_definition.model = string("model");
        m_definition.shell = string("shell");
        if (const YamlValue *value = m_head.value(u"user-invocable")) {
            if (const auto isInvocable = value->toBool())
                m_definition.isUserInvocable = *isInvocable;
            else
                report(value->line, translate("cpx", "user-invocable is neither true nor false"), translate("cpx", "write one of them"));
        }
    }

private:
    void report(int line, const QString &text, const QString &remedy)
    {
        m_definition.problems.append({m_definition.file.path, line > 0 ? m_firstLine + line - 1 : 0, text, remedy});
    }

    void reportVerdict()
    {
        if (m_head.verdict == DefinitionHead::Verdict::Broken) {
            report(m_head.failure.line, translate("cpx", "the metadata is not used, as it is no YAML: %1").arg(m_head.failure.text),
                   translate("cpx", "put double quotes around values with special characters"));
        } else if (m_head.verdict == DefinitionHead::Verdict::Repaired) {
            report(m_head.failure.line, translate("cpx", "the metadata could be read, but is no YAML as it is written: %1").arg(m_head.failure.text),
                   translate("cpx", "put double quotes around values with special characters"));
        }
    }

    QString string(const char *key)
    {
        const YamlValue *value = m_head.value(QString::fromLatin1(key));
        if (!value || value->kind == YamlValue::Kind::Null)
            return {};
        if (value->isString())
            return value->text;
        report(value->line, translate("cpx", "%1 is not used, as it is no text").arg(QLatin1StringView(key)),
               translate("cpx", "put double quotes around it"));
        return {};
    }

    /// "[a] [b]" is no YAML and "[a]" is a list, but both are what people write.
    QString hint() const
    {
        const YamlValue *value = m_head.value(u"argument-hint");
        if (!value || value->kind == YamlValue::Kind::Null)
            return {};
        return value->kind == YamlValue::Kind::Text ? value->text : writtenValue(m_text, "argument-hint");
    }

    /// A list that was taken for text, brackets and quotes and all, is meant as a list.
    QStringList words(const char *key) const
    {
        const YamlValue *value = m_head.value(QString::fromLatin1(key));
        if (!value)
            return {};
        if (!value->text.startsWith(u'[') || !value->text.endsWith(u']'))
            return value->toWords();
        YamlValue inner = *value;
        inner.text = value->text.sliced(1, value->text.size() - 2);
        QStringList result = inner.toWords();
        for (QString &word : result) {
            if (word.size() > 1 && (word.front() == u'"' || word.front() == u'\'') && word.front() == word.back())
                word = word.sliced(1, word.size() - 2);
        }
        return result;
    }

    CommandDefinition &m_definition;
    const QByteArrayView m_text;
    const int m_firstLine;
    const DefinitionHead m_head;
};

/// The first line with text, without the marks of a heading.
QString firstText(const QString &body)
{
    for (QStringView line : QStringView(body).split(u'\n')) {
        line = line.trimmed();
        while (line.startsWith(u'#'))
            line = line.sliced(1);
        if (line = line.trimmed(); !line.isEmpty())
            return line.toString();
    }
    return {};
}

} // namespace

CommandDefinition CommandDefinition::of(const CommandFile &file, const QByteArray &content)
{
    CommandDefinition definition;
    definition.file = file;
    definition.sha256 = QCryptographicHash::hash(content, QCryptographicHash::Sha256);
    const FrontMatter parts = FrontMatter::of(content);
    definition.body = QString::fromUtf8(parts.body);
    if (parts.hasHead)
        HeadReader(definition, parts.head, parts.headLine).read();
    if (definition.description.trimmed().isEmpty())
        definition.description = firstText(definition.body);
    return definition;
}

} // namespace cpx
