// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/message.h"
#include "proxy/limits.h"

#include <QByteArrayView>
#include <optional>

namespace cpx::http {

/// The bounds of one head.
struct HeadLimits
{
    qsizetype startLine;
    qsizetype fieldLine;
    qsizetype section; ///< all field lines together
    int fieldLines;
};

/// Collects the bytes of one message head, however they are cut, and splits it into a start line and fields.
/// Strict (RFC 9112 §2.2, §5): lines end in CRLF; no bare CR, bare LF, NUL or other control byte; no white space
/// before the colon; no folded lines. Every limit holds while reading, so nothing grows first and is refused later.
class HeadReader
{
public:
    enum class Progress { NeedMore, Complete, Failed };

    explicit HeadReader(const HeadLimits &limits)
        : m_limits(limits)
    {
    }

    /// Takes bytes from the front of `input` up to and including the empty line.
    Progress feed(QByteArrayView &input);

    bool isEmpty() const { return m_text.isEmpty(); } ///< no byte of a head seen yet

    /// The start line has arrived whole; it can be judged before the fields do.
    bool hasStartLine() const { return m_startLineLength >= 0; }
    QByteArrayView startLine() const { return QByteArrayView(m_text).first(m_startLineLength); }
    QByteArrayView begun() const { return m_text; } ///< the bytes of an incomplete or refused head
    HeaderList takeHeaders(); ///< after Complete; resets the reader for the next head

    // After Failed: a request's status and a code; responses report 502 instead.
    const HttpError &error() const { return m_error; }

private:
    Progress fail(int status, const char *code, const QString &message);
    Progress takeLines(QByteArrayView &input);
    Progress takeLine(QByteArrayView &input);
    bool checkPartialLine(qsizetype known);
    bool endLine(qsizetype lineEnd);
    bool addField(qsizetype begin, qsizetype end);

    HeadLimits m_limits;
    QByteArray m_text; ///< the head so far
    qsizetype m_lineAt = 0; ///< where the current line begins
    qsizetype m_startLineLength = -1; ///< -1: still in the start line
    QList<HeaderList::Slot> m_fields;
    int m_leadingEmptyLines = 0;
    bool m_complete = false;
    bool m_sawCr = false; ///< the last byte was CR: only LF may follow
    HttpError m_error;
};

/// True for the characters of a token (RFC 9110 §5.6.2): methods, field names.
bool isToken(QByteArrayView text);

} // namespace cpx::http
