// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIODevice>
#include <deque>
#include <functional>
#include <limits>

namespace cpx {

/// A request body on its way: the connection appends what arrives, one reader takes it. Sequential and not
/// rewindable, so no reader can send it a second time (a POST reaches an upstream at most once). Engine thread.
///
/// Reading: readyRead() announces bytes, readChannelFinished() the end; atEnd() is true once everything has
/// been read *and* the client has sent everything. takeChunk() hands on the arrays as they came, without a copy.
///
/// Who has to see the whole of it before it is read calls gather(), waits for isComplete(), and may then replaceContent().
class RequestBody : public QIODevice
{
    Q_OBJECT

public:
    explicit RequestBody(QObject *parent = nullptr);

    void append(QByteArray chunk);
    void setComplete(); ///< the client has sent the whole body

    QByteArray takeChunk(); ///< some bytes from the front; empty when there are none

    /// How much may wait here before the client has to wait. Unlimited until set.
    void setCapacity(qint64 bytes);
    bool hasRoom() const { return m_buffered < m_capacity; }

    /// From now on everything waits here, in one array, up to `capacity` bytes. `expected`, when known, makes room for that
    /// many at once. Call it before anybody reads.
    void gather(qint64 capacity, qint64 expected = 0);
    /// What waits here, as one array: the whole body when it is complete and nobody has read.
    const QByteArray &content();
    /// Takes the place of what waits here, in a body that is complete and of which nobody has read.
    void replaceContent(QByteArray content);

    /// `watcher` sees every piece that arrives, beginning with those waiting here now. Set it before anybody reads.
    void watch(std::function<void(const QByteArray &chunk)> watcher);

    bool isComplete() const { return m_complete; }
    qint64 bytesReceived() const { return m_received; } ///< since the start, bytes

    bool isSequential() const override { return true; }
    bool reset() override { return false; }
    bool atEnd() const override { return m_complete && m_buffered == 0; }
    qint64 bytesAvailable() const override { return m_buffered + QIODevice::bytesAvailable(); }
    qint64 buffered() const { return m_buffered; }

signals:
    void drained(); ///< there is more room: the reader took bytes, or the capacity has grown

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    void store(QByteArray chunk);

    std::deque<QByteArray> m_chunks; ///< never empty ones
    qsizetype m_readAt = 0; ///< in the first chunk
    qint64 m_buffered = 0;
    qint64 m_received = 0;
    qint64 m_capacity = std::numeric_limits<qint64>::max();
    bool m_complete = false;
    bool m_gathers = false;
    qint64 m_expected = 0; ///< bytes to make room for
    std::function<void(const QByteArray &)> m_watcher;
};

} // namespace cpx
