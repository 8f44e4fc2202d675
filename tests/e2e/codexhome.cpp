// SPDX-License-Identifier: GPL-3.0-or-later
#include "codexhome.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace cpx::e2e {

namespace {

QByteArray base64Url(const QByteArray &text)
{
    return text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

/// Shaped like a token, signed by nobody.
QString madeUpToken()
{
    const QJsonObject account{{u"chatgpt_plan_type"_s, u"pro"_s},
                              {u"chatgpt_user_id"_s, u"user-e2e"_s},
                              {u"user_id"_s, u"user-e2e"_s},
                              {u"chatgpt_account_id"_s, u"account-e2e"_s}};
    const QJsonObject claims{{u"email"_s, u"nobody@example.invalid"_s},
                             {u"sub"_s, u"e2e"_s},
                             {u"exp"_s, QDateTime::currentSecsSinceEpoch() + 10 * 24 * 3600},
                             {u"https://api.openai.com/auth"_s, account}};
    const QByteArray payload = QJsonDocument(claims).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(base64Url(R"({"alg":"RS256","typ":"JWT"})") + '.' + base64Url(payload) + '.'
                               + base64Url("e2e"));
}

QByteArray authJson(CodexHome::Login login)
{
    if (login == CodexHome::Login::ApiKey)
        return R"({"auth_mode":"apikey","OPENAI_API_KEY":"sk-e2e-not-a-key"})";
    const QString token = madeUpToken();
    const QJsonObject tokens{{u"id_token"_s, token},
                             {u"access_token"_s, token},
                             {u"refresh_token"_s, u"e2e"_s},
                             {u"account_id"_s, u"account-e2e"_s}};
    const QJsonObject auth{{u"auth_mode"_s, u"chatgpt"_s},
                           {u"OPENAI_API_KEY"_s, QJsonValue()},
                           {u"tokens"_s, tokens},
                           {u"last_refresh"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODate)}};
    return QJsonDocument(auth).toJson();
}

QByteArray configToml(const QUrl &base, const QUrl &sideBase, const QString &project)
{
    // Everything that would reach for the network and wait for it is off. So is Codex's sandbox: it is not what is
    // tested, many build machines forbid the namespaces it needs, and the only commands ever run are our model's ls.
    return u"openai_base_url = \"%1\"\n"
           "chatgpt_base_url = \"%2\"\n"
           "check_for_update_on_startup = false\n"
           "sandbox_mode = \"danger-full-access\"\n"
           "approval_policy = \"never\"\n"
           "[features]\n"
           "daemon_auto_start = false\n"
           "apps = false\n"
           "plugins = false\n"
           "[analytics]\n"
           "enabled = false\n"
           "[otel]\n"
           "metrics_exporter = \"none\"\n"
           "[projects.\"%3\"]\n"
           "trust_level = \"trusted\"\n"_s.arg(base.toString(), sideBase.toString(), project)
               .toUtf8();
}

} // namespace

CodexHome::CodexHome(const QUrl &base, const QUrl &sideBase, Login login)
    : m_directory(QCoreApplication::applicationDirPath() + u"/codex-XXXXXX"_s)
{
    const QDir directory(m_directory.path());
    m_isValid = m_directory.isValid() && directory.mkpath(u"home"_s) && directory.mkpath(u"project"_s)
        && writeFile(home() + u"/config.toml"_s, configToml(base, sideBase, project()))
        && writeFile(home() + u"/auth.json"_s, authJson(login));
}

QProcessEnvironment CodexHome::environment() const
{
    auto environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        if (name.endsWith("_PROXY"_L1, Qt::CaseInsensitive) || name.startsWith("CODEX_"_L1)
            || name == "OPENAI_API_KEY"_L1 || name == "OPENAI_BASE_URL"_L1)
            environment.remove(name);
    }
    environment.insert(u"CODEX_HOME"_s, home());
    environment.insert(u"NO_PROXY"_s, u"127.0.0.1,localhost"_s);
    return environment;
}

bool CodexHome::writeFile(const QString &path, const QByteArray &content) const
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && file.write(content) == content.size() && file.flush();
}

} // namespace cpx::e2e
