// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/demo/demohost.h"

#include "proxy/demo/demomodel.h"
#include "proxy/server/httpserver.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QPromise>

#include <memory>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

/// What lives in the thread: the model first, because the server uses it up to its own end.
class DemoService : public QObject
{
public:
    Result<QUrl> listen()
    {
        if (!m_server.isListening() && !m_server.listen(QHostAddress(QHostAddress::LocalHost), 0)) {
            return Error{
                Error::Code::Io,
                QCoreApplication::translate("cpx", "The demo model cannot listen on 127.0.0.1: %1.")
                    .arg(m_server.errorString())};
        }
        return QUrl(u"http://127.0.0.1:%1/v1"_s.arg(m_server.serverPort()));
    }

private:
    DemoModel m_model;
    HttpServer m_server{&m_model, Limits(), this};
};

} // namespace

DemoHost::DemoHost(QObject *parent)
    : QObject(parent)
{
    m_thread.setObjectName(u"demo model"_s);
}

DemoHost::~DemoHost()
{
    m_thread.quit();
    // The thread never blocks, so this takes milliseconds. Should it ever hang, ending the program must not.
    if (!m_thread.wait(QDeadlineTimer(std::chrono::seconds(5)))) {
        m_thread.terminate();
        m_thread.wait();
    }
}

QFuture<Result<QUrl>> DemoHost::start()
{
    auto promise = std::make_shared<QPromise<Result<QUrl>>>();
    promise->start();
    auto future = promise->future();
    if (!m_thread.isRunning()) {
        m_door = new QObject; // the receiver that makes calls run in the thread
        m_door->moveToThread(&m_thread);
        // Deferred deletes are carried out when a thread's loop ends: the service dies where it lived.
        connect(&m_thread, &QThread::finished, m_door, &QObject::deleteLater);
        m_thread.start();
    }
    QMetaObject::invokeMethod(m_door, [door = m_door, promise] {
        auto *service = static_cast<DemoService *>(door->children().value(0));
        if (!service) {
            service = new DemoService;
            service->setParent(door);
        }
        promise->addResult(service->listen());
        promise->finish();
    });
    return future;
}

} // namespace cpx
