// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QList>
#include <QString>
#include <QStringList>
#include <optional>
#include <utility>
#include <variant>

namespace cpx {

/// A YAML document as plain values: what the metadata of definition files is read into.
struct YamlValue
{
    using Member = std::pair<QString, YamlValue>;
    enum class Kind { Null, Text, List, Map };

    Kind kind = Kind::Null;
    QString text{}; ///< of Text, without quotes
    bool isQuoted = false; ///< Text in quotes or as a block: certainly a string
    QList<YamlValue> items{}; ///< of List
    QList<Member> members{}; ///< of Map, in their order; of a key that repeats only the last
    int line = 1; ///< in the document, from 1

    /// Text that is no number and no boolean in the core schema of YAML 1.2. Dates, "yes" and "no" are strings.
    bool isString() const;
    /// The member of a Map, case-sensitive; null when there is none. Borrowed from this value.
    const YamlValue *member(QStringView name) const;
    /// Yes or no as written in definition files: true, yes, on, 1 and their opposites, in any case.
    std::optional<bool> toBool() const;
    /// Words as definition files write lists of them: a list of texts, or one text split at commas and blanks outside of
    /// parentheses.
    QStringList toWords() const;

    struct Failure
    {
        int line = 0; ///< in the document, from 1; 0: the whole
        QString text{}; ///< what is wrong, translated
    };
    /// Reads one document. A failure when it is no YAML, larger than 64 KiB, deeper than 64 levels, or has more than 10,000
    /// values once its aliases, at most 100, are replaced. Never throws. (SECURITY: FIL-3)
    static std::variant<YamlValue, Failure> fromYaml(QByteArrayView yaml);

    friend bool operator==(const YamlValue &, const YamlValue &) = default;
};

} // namespace cpx
