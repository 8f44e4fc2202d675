// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/demo/demoerror.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace cpx {

QByteArray demoErrorBody(const QByteArray &type, const QByteArray &code, const QString &message)
{
    const QJsonObject error{{u"message"_s, message},
                            {u"type"_s, QString::fromLatin1(type)},
                            {u"param"_s, QJsonValue()},
                            {u"code"_s, QString::fromLatin1(code)}};
    return QJsonDocument(QJsonObject{{u"error"_s, error}}).toJson(QJsonDocument::Compact);
}

} // namespace cpx
