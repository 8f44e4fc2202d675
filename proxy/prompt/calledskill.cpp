// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/calledskill.h"

namespace cpx {

namespace {

constexpr qsizetype longestHead = 8 * 1024; ///< UTF-16 units

} // namespace

QList<CalledSkill> CalledSkill::of(const ModelRequest &request)
{
    QList<CalledSkill> called;
    const QList<Prompt> texts = request.skillTexts();
    for (const Prompt &text : texts) {
        if (const auto skill = CommandSkill::ofItem(stringFromJson(text.textToken.of(text.body), longestHead)))
            called.append({*skill, text});
    }
    return called;
}

} // namespace cpx
