// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QEvent>
#include <QSocketNotifier>
#include <atomic>

namespace cpx {

/// Set when a QNetworkAccessManager of Qt is in use (transport `stock`).
inline std::atomic<bool> lowDelayWanted{false};

/// Turns Nagle's algorithm off for a socket (TCP_NODELAY).
void setLowDelay(qintptr socketDescriptor);

/// An application class with a remedy for Qt's HTTP client, which never sets TCP_NODELAY and so waits one round
/// trip with the tail of every larger body (seen with Qt 6.4.2). The first write notification of a socket means
/// "connected": the option is set right then, before the first byte. Costs one load per event when not wanted.
/// Qt 7 will stop delivering other threads' events here; by then the transport should have an option of its own.
template<typename Application>
class LowDelayApplication : public Application
{
public:
    using Application::Application;

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (event->type() == QEvent::SockAct && lowDelayWanted.load(std::memory_order_relaxed)) {
            if (auto *notifier = qobject_cast<QSocketNotifier *>(receiver);
                notifier && notifier->type() == QSocketNotifier::Write)
                setLowDelay(notifier->socket());
        }
        return Application::notify(receiver, event);
    }
};

} // namespace cpx
