// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/largeblocks.h"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace cpx {

void returnLargeBlocks()
{
#ifdef __GLIBC__
    constexpr int large = 1024 * 1024; // a usual conversation is smaller: no system call for those
    ::mallopt(M_MMAP_THRESHOLD, large); // a value of our own is no longer raised with each block that is freed
    ::mallopt(M_TRIM_THRESHOLD, 4 * large);
#endif
}

} // namespace cpx
