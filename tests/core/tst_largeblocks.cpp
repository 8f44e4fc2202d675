// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/largeblocks.h"

#include <QTest>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace cpx {

class LargeBlocksTest : public QObject
{
    Q_OBJECT

private slots:
    void largeBlocksAreMappedEvenAfterOneWasFreed();
};

void LargeBlocksTest::largeBlocksAreMappedEvenAfterOneWasFreed()
{
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
    constexpr size_t large = 16 * 1024 * 1024;
    returnLargeBlocks();
    for (int round = 0; round < 3; ++round) {
        const size_t before = ::mallinfo2().hblks;
        void *volatile block = ::malloc(large);
        QCOMPARE(::mallinfo2().hblks, before + 1);
        ::free(block);
        QCOMPARE(::mallinfo2().hblks, before);
    }
#else
    QSKIP("another allocator is in use");
#endif
}

} // namespace cpx

QTEST_APPLESS_MAIN(cpx::LargeBlocksTest)
#include "tst_largeblocks.moc"
