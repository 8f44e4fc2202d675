// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cpx {

/// Call early in main(): memory for large things, such as the bodies of requests, goes back to the system as soon as it is
/// freed. By default glibc takes to keeping such blocks in its per-thread heaps once one of them has been freed, where holes
/// of several MiB stay behind. Does nothing with other allocators.
void returnLargeBlocks();

} // namespace cpx
