// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/recording/recordedflow.h"

namespace cpx {

/// A recorded body as people want to read it.
struct RecordedContent
{
    QByteArray bytes{}; ///< without the content coding, where that can be removed
    bool isText = false; ///< UTF-8
};

RecordedContent recordedContent(const RecordedBody &body, const http::HeaderList &headers);

} // namespace cpx
