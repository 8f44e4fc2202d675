// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/statusline/gitstatusreader.h"
#include "agents/statusline/statuslinecontext.h"
#include "agents/statusline/statuslinedefinition.h"
#include "core/deadlines.h"

#include <QObject>
#include <QProcessEnvironment>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace cpx {

class StatusLineRun;

/// The status lines of the directories that somebody asks about. A line that is known is given at once,
/// however old, and a newer one is made in the background for the next who asks: making one takes programs
/// and time. Nothing runs while nobody asks. Of one directory and session at most one line is in the making,
/// of all at most `maximumRuns`; the `maximumLines` asked for last are kept. Lives in one thread, which it
/// never blocks but for a few stat(2) calls.
class StatusLineProvider : public QObject
{
    Q_OBJECT

public:
    /// Called once and not at all once the provider is destroyed. An empty line: there is none (yet).
    using Done = std::function<void(const QString &line)>;
    using Milliseconds = std::chrono::milliseconds;

    struct Options
    {
        QProcessEnvironment environment{}; ///< of what is run: childEnvironment()
        bool gitFallback = false; ///< without a definition, too, git's line (setting statusLine.gitFallback)
        Milliseconds timeToLive{2000}; ///< a younger line is as good as new
    };

    static constexpr qsizetype maximumLines = 64;
    static constexpr int maximumRuns = 8;
    static constexpr Milliseconds usualWait{300}; ///< for the first line of a directory

    explicit StatusLineProvider(Options options, QObject *parent = nullptr);
    ~StatusLineProvider() override;

    /// What is known now of this directory and session; nothing before the first line has been made, empty:
    /// there is none.
    std::optional<QString> cached(const StatusLineContext &context) const;

    /// Sees to it that a line not older than the time to live is made, for what asks next. A changed
    /// definition ends what the former one has running, and forgets what it said.
    void refresh(const StatusLineContext &context, const std::optional<StatusLineDefinition> &definition);

    /// The line as cached() has it, and refresh(). Where nothing is known yet, waits for the first line, at
    /// most `wait`; `done` is called at once otherwise.
    void lineFor(const StatusLineContext &context, const std::optional<StatusLineDefinition> &definition,
                 Milliseconds wait, Done done);

private:
    using Clock = std::chrono::steady_clock;
    using Key = std::pair<QString, QString>; ///< working directory, session

    struct Waiter
    {
        Clock::time_point until{};
        Done done{};
    };
    struct Entry
    {
        StatusLineContext context{};
        std::optional<StatusLineDefinition> definition{};
        std::optional<QString> line{};
        Clock::time_point madeAt{};
        quint64 lastAsked = 0;
        bool isQueued = false; ///< until another run ends
        GitReading git{};
        std::vector<Waiter> waiters{};
        std::unique_ptr<StatusLineRun> run{};

        Entry();
        ~Entry();
    };

    bool isWanted(const StatusLineContext &context,
                  const std::optional<StatusLineDefinition> &definition) const;
    bool isDue(const Entry &entry) const;
    Entry &entryOf(const StatusLineContext &context, const std::optional<StatusLineDefinition> &definition);
    void makeRoom();
    void start(Entry &entry);
    void startQueued();
    void onMade(const Key &key, const QString &line, const GitReading &git);
    void onWaitOver();
    void answer(const std::vector<Waiter> &waiters, const QString &line);
    void watchWaits();
    static Key keyOf(const StatusLineContext &context)
    {
        return {context.workingDirectory, context.sessionId};
    }

    Options m_options;
    quint64 m_asked = 0;
    int m_running = 0;
    std::map<Key, std::unique_ptr<Entry>>
        m_entries; ///< a map: entries stay where they are while callbacks ask for more
    Deadlines m_deadlines;
    Deadline m_waitOver;
};

} // namespace cpx
