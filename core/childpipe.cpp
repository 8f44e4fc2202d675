// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/childpipe.h"

#include <csignal>
#include <fcntl.h>

namespace cpx {

namespace {

ChildPipe pipeWithOurs(int ours)
{
    [[maybe_unused]] static const auto ignored = ::signal(SIGPIPE, SIG_IGN);
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return {};
    ::fcntl(ends[ours], F_SETFL, O_NONBLOCK);
    return {Descriptor(ends[ours]), Descriptor(ends[1 - ours])};
}

} // namespace

ChildPipe ChildPipe::toChild()
{
    return pipeWithOurs(1);
}

ChildPipe ChildPipe::fromChild()
{
    return pipeWithOurs(0);
}

} // namespace cpx
