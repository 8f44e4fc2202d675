// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>
#include <functional>

namespace cpx::soak {

/// A loopback TCP socket with nothing between the test and the kernel: unlike QTcpSocket it tells an orderly end from a
/// reset, which is all the difference for an answer that ends with its connection. Callbacks come from the event loop; an
/// owner that goes away inside one deletes the socket with deleteLater().
class RawSocket : public QObject
{
    Q_OBJECT

public:
    enum class End { Orderly, Reset }; ///< FIN, RST

    explicit RawSocket(qintptr descriptor, QObject *parent = nullptr);
    ~RawSocket() override;

    /// A new connection to the port on 127.0.0.1, or -1. `receiveBuffer` bytes in the kernel; 0: as the system likes.
    static qintptr connectTo(quint16 port, int receiveBuffer = 0);
    static void limitSendBuffer(qintptr descriptor, int bytes);

    void write(QByteArrayView bytes);
    qsizetype unsent() const { return m_outgoing.size() - m_sent; } ///< not yet taken by the kernel
    qint64 bytesSent() const { return m_bytesSent; } ///< taken by the kernel
    void dropUnsent();
    void setReading(bool reading); ///< false: what arrives stays in the kernel
    void finishWriting(); ///< FIN; drops what is unsent
    void close(); ///< at once; the kernel still delivers what it took
    void reset(); ///< RST
    bool isOpen() const { return m_descriptor >= 0; }

    std::function<void(QByteArrayView)> onBytes; ///< valid during the call only
    std::function<void()> onSent; ///< nothing is unsent any more
    std::function<void(End)> onEnd; ///< the peer ended its direction; once

private:
    void readMore();
    void sendMore();

    qintptr m_descriptor;
    QSocketNotifier m_readable;
    QSocketNotifier m_writable;
    QByteArray m_outgoing;
    qsizetype m_sent = 0; ///< of m_outgoing
    qint64 m_bytesSent = 0;
    bool m_hasEnded = false;
};

} // namespace cpx::soak
