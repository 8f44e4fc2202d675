// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace cpx {

/// What proves to a running engine that a program belongs to the user: 256 random bits, new for every start, in
/// <runtime directory>/control-<port>.token, mode 0600, removed with the object (SECURITY: API-2).
class ControlToken
{
public:
    ControlToken() = default;
    ~ControlToken();
    Q_DISABLE_COPY_MOVE(ControlToken)

    /// Makes a new one and writes it, in place of what an engine that was killed has left.
    Result<void> create(const QString &directory, quint16 port);
    /// Whether an Authorization field's value is "Bearer <the token>"; never before create(). Takes as long for any value.
    bool isGivenBy(QByteArrayView authorization) const;

    /// What the engine on this port has written. NotFound when there is none.
    static Result<QByteArray> read(const QString &directory, quint16 port);

private:
    QString m_path;
    QByteArray m_token; ///< 64 hexadecimal digits
};

} // namespace cpx
