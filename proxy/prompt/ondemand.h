// SPDX-License-Identifier: GPL-3.0-or-later
// What readers of JSON share. Only for .cpp files and layoutreader.h: simdjson stays out of every other
// header.
#pragma once

#include <QByteArrayView>

#include <simdjson.h>

namespace cpx {

/// Calls `member(name, value)` for each member of an object, until one returns an error.
template <typename Member>
simdjson::error_code forEachMember(simdjson::ondemand::object &object, Member member)
{
    for (auto item : object) {
        simdjson::ondemand::field field;
        std::string_view name;
        if (const auto error = std::move(item).get(field))
            return error;
        if (const auto error = field.unescaped_key().get(name))
            return error;
        if (const auto error = member(QByteArrayView(name.data(), qsizetype(name.size())), field.value()))
            return error;
    }
    return simdjson::SUCCESS;
}

/// Calls `element(value)` for each element of an array, until one returns an error.
template <typename Element>
simdjson::error_code forEachElement(simdjson::ondemand::array &array, Element element)
{
    for (auto item : array) {
        simdjson::ondemand::value value;
        if (const auto error = std::move(item).get(value))
            return error;
        if (const auto error = element(value))
            return error;
    }
    return simdjson::SUCCESS;
}

/// Whether something stands behind an object that has been walked over: there is no location behind the last
/// token.
inline simdjson::error_code checkEnd(simdjson::ondemand::document &document)
{
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS ? simdjson::SUCCESS
                                                                          : simdjson::TRAILING_CONTENT;
}

} // namespace cpx
