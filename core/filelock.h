// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/result.h"

#include <QString>
#include <chrono>

namespace cpx {

/// Holds flock(2) on a file of its own beside what it protects, against other processes and other threads. The kernel
/// lets go of it when the process ends, however that happens; the empty file stays.
class FileLock
{
public:
    /// Creates the file with mode 0600. Timeout when somebody else holds it for so long, which blocks the caller; Io.
    static Result<FileLock> of(const QString &path, std::chrono::milliseconds timeout = std::chrono::seconds(5));

private:
    explicit FileLock(Descriptor descriptor)
        : m_descriptor(std::move(descriptor))
    {
    }
    Descriptor m_descriptor;
};

} // namespace cpx
