// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/definition/yamlvalue.h"

namespace cpx {

/// The metadata of a definition file (a command, an agent): the YAML between the fences, read as the programs read it that
/// these files are written for, mistakes included. A plain value.
///
/// What is no YAML is repaired once: tabs in front become blanks, and the value of a top-level line `key: value` with a
/// character in it that is special to YAML, and no quotes around it, is taken for text. (The bar of a block is such a character, so
/// that a block and a mistake together are beyond repair.) Files with CRLF are not repaired: the
/// other programs would not. What is no YAML even then has no metadata.
struct DefinitionHead
{
    enum class Verdict {
        Absent, ///< there is no head
        Valid,
        Repaired, ///< valid after the repair only; other YAML readers refuse it
        Broken, ///< no metadata
    };

    Verdict verdict = Verdict::Absent;
    YamlValue values{}; ///< a Map with the keys in their order, whatever the head holds; lines count from the head's first
    YamlValue::Failure failure{}; ///< of Repaired and Broken: what is wrong with the YAML as it is written

    static DefinitionHead of(QByteArrayView head);

    const YamlValue *value(QStringView key) const { return values.member(key); }
};

/// What stands behind `key:` on its line, as written; empty when there is no such line.
QString writtenValue(QByteArrayView head, QByteArrayView key);

} // namespace cpx
