// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/terminaltext.h"

namespace cpx {

QByteArray terminalText(QByteArrayView text, LineBreaks lineBreaks)
{
    const bool keeps = lineBreaks == LineBreaks::Keep;
    QByteArray result;
    result.reserve(text.size());
    const auto appendCode = [&result](unsigned char code) {
        result += "\\x" + QByteArray::number(code, 16).rightJustified(2, '0');
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const auto code = static_cast<unsigned char>(text[i]);
        const auto following = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
        if (keeps && (code == '\n' || code == '\t')) {
            result += text[i];
        } else if (keeps && code == '\r' && following == '\n') {
            continue;
        } else if (code == '\n') {
            result += "\\n";
        } else if (code < 0x20 || code == 0x7f) {
            appendCode(code);
        } else if (code == 0xc2 && following >= 0x80 && following < 0xa0) {
            appendCode(code); // U+0080 to U+009F in UTF-8: terminals take U+009B for the start of a sequence
            appendCode(following);
            ++i;
        } else {
            result += text[i];
        }
    }
    return result;
}

} // namespace cpx
