// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"

namespace cpx {

/// A pipe to or from a child, for ChildTree. Both ends have FD_CLOEXEC, ours does not block; neither is open when there
/// are no descriptors left. The first one makes this process ignore SIGPIPE, as sockets and QProcess do.
struct ChildPipe
{
    Descriptor ours{};
    Descriptor theirs{};

    static ChildPipe toChild();
    static ChildPipe fromChild();
};

} // namespace cpx
