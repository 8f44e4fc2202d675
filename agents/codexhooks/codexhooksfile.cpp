// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/codexhooks/codexhooksfile.h"

#include "agents/hooks/commandparts.h"
#include "agents/hooks/hookdefinition.h"
#include "agents/settingsfile/jsonpositions.h"
#include "core/translate.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <array>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr std::array events = {
    BridgedEvent{"SessionStart", 600}, BridgedEvent{"UserPromptSubmit", 600}, BridgedEvent{"PreToolUse", 600},
    BridgedEvent{"PermissionRequest", 600}, BridgedEvent{"PostToolUse", 600}, BridgedEvent{"PreCompact", 600},
    BridgedEvent{"PostCompact", 600}, BridgedEvent{"SubagentStart", 600}, BridgedEvent{"SubagentStop", 600},
    BridgedEvent{"Stop", 600}, BridgedEvent{"SessionEnd", 3},
};

/// Those that are not bridged.
constexpr std::array otherEvents = {"PreModelRequest", "PostModelRequest", "Interrupt"};

bool isEventOfCodex(const QString &name)
{
    const auto is = [&name](const char *each) { return name == QLatin1StringView(each); };
    return std::any_of(otherEvents.begin(), otherEvents.end(), is)
        || std::any_of(events.begin(), events.end(), [&is](const BridgedEvent &event) { return is(event.name); });
}

bool isHandlerType(const QString &type)
{
    return type == u"command" || type == u"mcp_tool" || type == u"prompt" || type == u"agent";
}

const JsonNode *handlersOf(const JsonNode &group)
{
    const JsonNode *handlers = group.member(u"hooks");
    return handlers && handlers->isArray() ? handlers : nullptr;
}

QString commandOf(const JsonNode &handler)
{
    const JsonNode *command = handler.member(u"command");
    return command ? command->string : QString();
}

/// Of an event's array: the first handler that is the bridge.
struct Found
{
    const JsonNode *handlers = nullptr; ///< null: none
    qsizetype group = 0;
    qsizetype handler = 0;
};

Found findBridge(const JsonNode &groups)
{
    for (std::size_t g = 0; g < groups.children.size(); ++g) {
        const JsonNode *handlers = handlersOf(groups.children[g]);
        for (std::size_t h = 0; handlers && h < handlers->children.size(); ++h) {
            if (isBridgeCommand(commandOf(handlers->children[h])))
                return {handlers, qsizetype(g), qsizetype(h)};
        }
    }
    return {};
}

/// Says what Codex would ignore the file for.
class Check
{
public:
    Check(const JsonSource &text, const QString &path)
        : m_text(text)
        , m_path(path)
    {
    }

    std::optional<Error> problem()
    {
        const JsonNode &root = m_text.root;
        if (!root.isObject())
            return at(root, translate("cpx", "Codex expects an object here; move the file away"));
        for (const JsonNode &member : root.children) {
            if (member.key != u"hooks" && member.key != u"description")
                return at(member, translate("cpx", "Codex ignores the whole file because of \"%1\"; remove it").arg(member.key));
            if (root.count(member.key) > 1)
                return twice(member);
        }
        const JsonNode *hooks = root.member(u"hooks");
        if (!hooks)
            return std::nullopt;
        if (!hooks->isObject())
            return at(*hooks, translate("cpx", "\"hooks\" must be an object; correct it"));
        for (const JsonNode &event : hooks->children) {
            if (!isEventOfCodex(event.key))
                continue;
            if (hooks->count(event.key) > 1)
                return twice(event);
            if (auto problem = eventProblem(event))
                return problem;
        }
        return std::nullopt;
    }

private:
    std::optional<Error> eventProblem(const JsonNode &event) const
    {
        if (!event.isArray())
            return at(event, translate("cpx", "%1 must be a list of groups; correct it").arg(event.key));
        for (const JsonNode &group : event.children) {
            const JsonNode *handlers = group.member(u"hooks");
            if (!group.isObject() || (handlers && !handlers->isArray()))
                return at(group, translate("cpx", "this group must be an object with a list of hooks; correct it"));
            for (std::size_t i = 0; handlers && i < handlers->children.size(); ++i) {
                const JsonNode &handler = handlers->children[i];
                const JsonNode *type = handler.member(u"type");
                if (!type || !isHandlerType(type->string))
                    return at(handler, translate("cpx", "Codex ignores the whole file because of a hook of a type it does not know; remove the hook"));
                if (type->string == u"command" && (!handler.member(u"command") || handler.member(u"command")->kind != JsonNode::Kind::String))
                    return at(handler, translate("cpx", "Codex ignores the whole file because this hook has no command; correct it"));
            }
        }
        return std::nullopt;
    }

    Error twice(const JsonNode &node) const
    {
        return at(node, translate("cpx", "\"%1\" is there more than once; remove one").arg(node.key));
    }

    Error at(const JsonNode &node, const QString &message) const
    {
        const JsonPosition position = jsonPositionAt(m_text.bytes, node.keyBegin);
        return Error{Error::Code::Invalid,
                     translate("cpx", "%1, line %2, column %3: %4").arg(m_path).arg(position.line).arg(position.column).arg(message)};
    }

    const JsonSource &m_text;
    QString m_path;
};

/// Changes a text step by step.
class Editor
{
public:
    explicit Editor(JsonSource text)
        : m_text(std::move(text))
    {
        m_edit.text = m_text.bytes;
    }

    const JsonNode &root() const { return m_text.root; }
    const JsonNode *hooks() const { return root().member(u"hooks"); }
    const JsonNode *event(const QString &name) const { return hooks() ? hooks()->member(name) : nullptr; }

    void appendMember(const JsonNode &object, const QString &key, const QByteArray &json)
    {
        apply(appendJsonMember(m_text, object, key, json));
    }
    void appendElement(const JsonNode &array, const QByteArray &json) { apply(appendJsonElement(m_text, array, json)); }
    void remove(const JsonNode &container, qsizetype index) { apply(removeJsonChild(m_text, container, index)); }
    void removeMember(const JsonNode &object, const JsonNode &member) { remove(object, &member - object.children.data()); }
    void made(const QString &keyPath) { m_edit.made += keyPath; }

    CodexHooksFile::Edit take() { return std::move(m_edit); }

private:
    void apply(const TextSplice &splice)
    {
        m_edit.splices += splice;
        m_edit.text = splice.appliedTo(m_edit.text);
        auto parsed = JsonSource::parse(m_edit.text);
        Q_ASSERT(parsed);
        m_text = std::move(*parsed);
    }

    JsonSource m_text;
    CodexHooksFile::Edit m_edit;
};

QByteArray groupJson(const QString &command, int timeout)
{
    const QByteArray quoted = QJsonDocument(QJsonObject{{u"c"_s, command}}).toJson(QJsonDocument::Compact);
    const QByteArray value = quoted.sliced(5, quoted.size() - 6); // what stands behind {"c":
    return R"({"hooks":[{"type":"command","command":)" + value + R"(,"timeout":)" + QByteArray::number(timeout) + "}]}";
}

} // namespace

std::span<const BridgedEvent> bridgedEvents()
{
    return events;
}

QString bridgeCommand(const QString &program)
{
    return shellQuoted(program) + u" hook-bridge"_s;
}

bool isBridgeCommand(const QString &command)
{
    const auto words = plainCommandWords(command);
    return words && words->size() == 2 && words->at(1) == u"hook-bridge" && QFileInfo(words->at(0)).fileName().startsWith(u"codex-plus");
}

Result<CodexHooksFile> CodexHooksFile::parse(const QByteArray &text, const QString &path)
{
    auto parsed = JsonSource::parse(text);
    if (!parsed)
        return Error{Error::Code::Invalid, translate("cpx", "%1, %2; correct it, Codex cannot read it either").arg(path, parsed.error().message)};
    if (auto problem = Check(*parsed, path).problem())
        return *problem;
    return CodexHooksFile(std::move(*parsed));
}

BridgePresence CodexHooksFile::bridge() const
{
    BridgePresence presence;
    qsizetype calls = 0;
    const JsonNode *hooks = m_text.root.member(u"hooks");
    for (std::size_t e = 0; hooks && e < hooks->children.size(); ++e) {
        const JsonNode &event = hooks->children[e];
        if (!isEventOfCodex(event.key))
            continue;
        for (const JsonNode &group : event.children) {
            const JsonNode *handlers = handlersOf(group);
            for (std::size_t i = 0; handlers && i < handlers->children.size(); ++i) {
                const QString command = commandOf(handlers->children[i]);
                if (!isBridgeCommand(command))
                    continue;
                ++calls;
                if (!presence.events.contains(event.key))
                    presence.events += event.key;
                if (!presence.commands.contains(command))
                    presence.commands += command;
            }
        }
    }
    presence.isComplete = calls == qsizetype(events.size()) && presence.events.size() == calls && presence.commands.size() == 1;
    return presence;
}

CodexHooksFile::Edit CodexHooksFile::withBridge(const QString &command) const
{
    Editor editor(m_text);
    if (!editor.hooks()) {
        editor.appendMember(editor.root(), u"hooks"_s, "{}");
        editor.made(u"hooks"_s);
    }
    for (const BridgedEvent &event : events) {
        const QString name = QString::fromLatin1(event.name);
        const QByteArray group = groupJson(command, event.timeout);
        if (const JsonNode *groups = editor.event(name); !groups) {
            editor.appendMember(*editor.hooks(), name, '[' + group + ']');
            editor.made(u"hooks."_s + name);
        } else if (!findBridge(*groups).handlers) {
            editor.appendElement(*groups, group);
        }
    }
    return editor.take();
}

CodexHooksFile::Edit CodexHooksFile::withoutBridge(const QStringList &made) const
{
    Editor editor(m_text);
    QStringList names;
    for (std::size_t i = 0; editor.hooks() && i < editor.hooks()->children.size(); ++i)
        names += editor.hooks()->children[i].key;
    for (const QString &name : std::as_const(names)) {
        if (!isEventOfCodex(name))
            continue;
        for (Found found = findBridge(*editor.event(name)); found.handlers; found = findBridge(*editor.event(name))) {
            const JsonNode &groups = *editor.event(name);
            const JsonNode &group = groups.children[std::size_t(found.group)];
            if (found.handlers->children.size() == 1 && group.children.size() == 1)
                editor.remove(groups, found.group);
            else
                editor.remove(*found.handlers, found.handler);
        }
        if (editor.event(name)->children.empty() && made.contains(u"hooks."_s + name))
            editor.removeMember(*editor.hooks(), *editor.event(name));
    }
    if (editor.hooks() && editor.hooks()->children.empty() && made.contains(u"hooks"_s))
        editor.removeMember(editor.root(), *editor.hooks());
    return editor.take();
}

bool CodexHooksFile::isEmpty() const
{
    const JsonNode *hooks = m_text.root.member(u"hooks");
    return m_text.root.children.empty() || (m_text.root.children.size() == 1 && hooks && hooks->children.empty());
}

std::optional<QByteArray> withoutSplices(QByteArray text, const QList<TextSplice> &splices)
{
    for (auto it = splices.crbegin(); it != splices.crend(); ++it) {
        if (it->removed != 0 || it->offset < 0 || it->offset + it->inserted.size() > text.size()
            || text.sliced(it->offset, it->inserted.size()) != it->inserted)
            return std::nullopt;
        text.remove(it->offset, it->inserted.size());
    }
    return text;
}

} // namespace cpx
