// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/recording/recordedflow.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace cpx {

/// Recorded requests as the command line prints them. Control characters in what was recorded cannot reach the terminal,
/// except in requestAsRecorded().

/// A table with a heading, the newest last, so that it stands where the eye is.
QString requestTable(const QList<RecordedFlow> &newestFirst);
/// Facts, heads and bodies, as far as they are text, without their content coding. The body as received, not as sent.
QString requestText(const RecordedFlow &flow);
/// Request and answer, head and body, with every byte as the store has it.
QByteArray requestAsRecorded(const RecordedFlow &flow);

/// JSON without a character that could drive a terminal: those QJsonDocument leaves as they are become "\\u009b".
QByteArray printableJson(const QJsonDocument &document, QJsonDocument::JsonFormat format);

/// The facts; with `hasBodies` heads and bodies, too.
QJsonObject requestJson(const RecordedFlow &flow, bool hasBodies);

} // namespace cpx
