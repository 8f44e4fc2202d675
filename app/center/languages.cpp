// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/center/languages.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

using namespace Qt::StringLiterals;

namespace cpx {

bool installLanguage(QCoreApplication *application, const QString &language)
{
    const QLocale locale = language.isEmpty() ? QLocale() : QLocale(language);
    const bool isKnown = language.isEmpty() || locale.language() != QLocale::C;
    QLocale::setDefault(isKnown ? locale : QLocale());

    // English has a file as well: it carries the plural forms.
    auto *fallback = new QTranslator(application);
    if (fallback->load(u":/i18n/codexplus_en.qm"_s))
        application->installTranslator(fallback);

    auto *qt = new QTranslator(application);
    if (qt->load(QLocale(), u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        application->installTranslator(qt);
    auto *ours = new QTranslator(application);
    const bool isFound = ours->load(QLocale(), u"codexplus"_s, u"_"_s, u":/i18n"_s);
    if (isFound)
        application->installTranslator(ours);
    return isKnown && (isFound || language.isEmpty());
}

} // namespace cpx
