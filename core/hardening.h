// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cpx {

/// Call first in main(): files we create are private (umask 077), memory with tokens goes into no core dump, other
/// processes of the user cannot attach to this one (PR_SET_DUMPABLE, Linux), standard streams that are closed lead to
/// /dev/null, and reaching a limit of file size (SIGXFSZ) is an error of the write.
void hardenProcess();

/// The umask of whoever started us, for programs that create the user's own files; -1 when hardenProcess() has not run.
int fileMaskBeforeHardening();

/// Raises the soft limit of open descriptors to the hard one and returns it.
long raiseDescriptorLimit();

/// The soft limit of open descriptors now.
long descriptorLimit();

} // namespace cpx
