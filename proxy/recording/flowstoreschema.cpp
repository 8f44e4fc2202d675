// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/flowstoreschema.h"

using namespace Qt::StringLiterals;

namespace cpx {

QStringList schemaStatements(int version)
{
    // "IF NOT EXISTS": two engines may start at once.
    QStringList statements;
    if (version < 1) {
        statements += {
            u"CREATE TABLE IF NOT EXISTS flows (id INTEGER PRIMARY KEY AUTOINCREMENT, pinned INTEGER NOT NULL DEFAULT 0, "
            "flow INTEGER, mode TEXT, phase TEXT, method BLOB, target BLOB, upstream TEXT, status INTEGER, error_code BLOB, "
            "error_text TEXT, started_ms INTEGER, first_byte_us INTEGER, total_us INTEGER, request_bytes INTEGER, "
            "response_bytes INTEGER, stored_bytes INTEGER, request_state TEXT, request_decoded INTEGER, "
            "request_size INTEGER, response_state TEXT, response_decoded INTEGER, response_size INTEGER, "
            "request_headers BLOB, response_headers BLOB, request_body BLOB, response_body BLOB)"_s,
            u"CREATE INDEX IF NOT EXISTS flows_by_time ON flows (started_ms)"_s,
        };
    }
    if (version < 2) {
        statements += {
            u"CREATE TABLE IF NOT EXISTS flow_details (id INTEGER PRIMARY KEY, kind TEXT, session_id TEXT, thread_id TEXT, "
            "turn_id TEXT, model TEXT, effort TEXT, outcome TEXT, input_tokens INTEGER, cached_tokens INTEGER, "
            "output_tokens INTEGER, reasoning_tokens INTEGER, total_tokens INTEGER, first_output_us INTEGER, "
            "change_count INTEGER, summary BLOB, sent_state TEXT, sent_size INTEGER, changes BLOB, event_times BLOB, "
            "sent_body BLOB)"_s,
            u"CREATE INDEX IF NOT EXISTS details_by_session ON flow_details (session_id)"_s,
            u"CREATE INDEX IF NOT EXISTS details_by_kind ON flow_details (kind)"_s,
            u"CREATE INDEX IF NOT EXISTS details_by_model ON flow_details (model)"_s,
            u"CREATE TRIGGER IF NOT EXISTS details_go_with_flows AFTER DELETE ON flows "
            "BEGIN DELETE FROM flow_details WHERE id = old.id; END"_s,
        };
    }
    return statements;
}

} // namespace cpx
