// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>
#include <optional>
#include <utility>

namespace cpx::e2e {

/// An upstream that answers POST …/responses as a test says, byte by byte over a plain socket: it shares no
/// code with the server under test. WebSocket tries get 426, everything else 404.
class ScriptedUpstream : public QTcpServer
{
    Q_OBJECT

public:
    struct Request
    {
        QByteArray method{};
        QByteArray target{};
        QList<std::pair<QByteArray, QByteArray>> headers{};
        QByteArray body{};
        QPointer<QTcpSocket> client{};

        QByteArray header(const QByteArray &name) const; ///< empty when missing; names compare without case
    };
    using Script = std::function<void(const Request &)>;

    explicit ScriptedUpstream(QObject *parent = nullptr);

    QUrl url(const QString &path) const;
    /// What to do with every POST …/responses once its body is complete.
    void setScript(Script script) { m_script = std::move(script); }

    const QList<Request> &posts() const { return m_posts; }
    int clientsGone() const { return m_clientsGone; } ///< connections closed by the other side

    // What scripts are made of
    static QByteArray sseHead();
    static QByteArray chunk(const QByteArray &data);
    static QByteArray created();
    static QByteArray delta(const QString &text);
    static QByteArray message(const QString &text); ///< output_item.done
    static QByteArray completed();
    /// A whole answer: head, message, completion, last chunk.
    static QByteArray answer(const QString &text);
    /// A whole answer that calls the tool of code mode with a script.
    static QByteArray scriptCall(const QString &javaScript);
    static QByteArray plainAnswer(int status, const QByteArray &reason, const QByteArray &type,
                                  const QByteArray &body);

    /// Takes the first whole request from `bytes`.
    static std::optional<Request> takeRequest(QByteArray &bytes);

signals:
    void posted();

private:
    void accept(QTcpSocket *client);
    void answerRequest(const Request &request);

    Script m_script;
    QList<Request> m_posts;
    QHash<QTcpSocket *, QByteArray> m_unread;
    int m_clientsGone = 0;
};

} // namespace cpx::e2e
