// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QSocketNotifier;

namespace cpx {

/// Turns SIGTERM, SIGINT and SIGHUP into a Qt signal in the thread that made this object. One per process.
/// Also ignores SIGPIPE and SIGXFSZ for good: a closed pipe or a full quota is an error code, not the end.
/// Does nothing on systems without these signals.
class UnixSignals : public QObject
{
    Q_OBJECT

public:
    explicit UnixSignals(QObject *parent = nullptr);
    ~UnixSignals() override; ///< restores the default actions

signals:
    void terminationRequested(int signalNumber);

private:
    void readPending();

    QSocketNotifier *m_notifier = nullptr;
};

} // namespace cpx
