// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever stands around it, the value of a JSON member with a secret name is not in a redacted document; one in which
// nothing is replaced stays byte for byte.
#include "core/documentredaction.h"
#include "tests/fuzz/cuts.h"

using namespace cpx;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray input(reinterpret_cast<const char *>(data), qsizetype(size));
    const QByteArray shown = redactedDocument(input);
    fuzz::require(shown == input || shown.contains("***"), "what is not replaced stays as it is", input, shown);

    const QByteArray secret = "Zq7Zq7";
    if (input.contains("Zq7"))
        return 0;
    for (const char *document : {"{\"token\":\"Zq7Zq7\"}", "[\"{\\\"my_secret\\\":\\\"Zq7Zq7\\\"}\"]", "{\"password\" : [\"Zq7Zq7\"]}"}) {
        const QByteArray around = redactedDocument(input + '\n' + document + '\n' + input);
        fuzz::require(!around.contains(secret), "no secret member passes", around);
    }
    return 0;
}
