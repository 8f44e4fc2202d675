// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cpx {

struct DemoRequest;

/// What the demo model has decided to say or do. A plain value.
struct DemoReply
{
    enum class Kind {
        Text, ///< an assistant message: `text`
        Command, ///< run `command` through the tool the request offers
        Compaction, ///< one compaction item
    };

    Kind kind = Kind::Text;
    QString thoughts{}; ///< the reasoning summary; empty: none
    QString text{}; ///< markdown
    QString command{};

    static DemoReply to(const DemoRequest &request);
};

} // namespace cpx
