// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/childtree.h"

#include <QByteArray>
#include <QObject>
#include <memory>

namespace cpx {

/// A child process that is talked with in lines, for as long as it lives. It ends, as a whole (see ChildTree), with this
/// object. Never blocks; lives in the thread that made it.
class LineProcess : public QObject
{
    Q_OBJECT

public:
    /// `maximumLine` bytes are taken of a line; a child with a longer one is ended.
    LineProcess(const ChildTree::Program &program, qint64 maximumLine, QObject *parent = nullptr);
    ~LineProcess() override;

    /// Without its end, and with none inside. Kept until the child reads it: the caller bounds how much that is.
    void send(const QByteArray &line);
    qint64 processId() const; ///< 0 before it runs and after it has ended

signals:
    void lineReceived(const QByteArray &line); ///< of its standard output
    void errorTextReceived(const QByteArray &bytes); ///< of its standard error, in pieces as they come
    void ended(const QString &reason); ///< for people; the last signal. This object may be deleted in it, or in any other.

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace cpx
