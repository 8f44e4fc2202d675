// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/local/controltoken.h"

#include "core/paths.h"
#include "core/textfile.h"
#include "core/translate.h"
#include "proxy/http/headerlist.h"
#include "proxy/pipeline/constanttime.h"

#include <QFile>
#include <QRandomGenerator>
#include <array>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

QString pathOf(const QString &directory, quint16 port)
{
    return u"%1/control-%2.token"_s.arg(directory).arg(port);
}

} // namespace

ControlToken::~ControlToken()
{
    if (!m_path.isEmpty())
        QFile::remove(m_path);
}

Result<void> ControlToken::create(const QString &directory, quint16 port)
{
    if (auto ready = ensurePrivateDirectory(directory); !ready)
        return ready;
    std::array<quint32, 8> bits{};
    QRandomGenerator::system()->fillRange(bits.data(), bits.size());
    m_token = QByteArray(reinterpret_cast<const char *>(bits.data()), sizeof bits).toHex();

    const QString path = pathOf(directory, port);
    QFile::remove(path);
    QFile file(path);
    // O_EXCL: what somebody may have put there meanwhile is not followed.
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner)
        || file.write(m_token) != m_token.size() || !file.flush()) {
        m_token.clear();
        return Error{Error::Code::Io, translate("cpx", "%1 cannot be written: %2").arg(path, file.errorString())};
    }
    m_path = path;
    return {};
}

bool ControlToken::isGivenBy(QByteArrayView authorization) const
{
    constexpr QByteArrayView scheme("bearer ");
    if (m_token.isEmpty() || authorization.size() < scheme.size()
        || !http::equalsIgnoreCase(authorization.first(scheme.size()), scheme))
        return false;
    return equalsInConstantTime(authorization.sliced(scheme.size()), m_token);
}

Result<QByteArray> ControlToken::read(const QString &directory, quint16 port)
{
    auto text = readTextFile(pathOf(directory, port), 1024);
    if (!text)
        return text.error();
    return text->trimmed();
}

} // namespace cpx
