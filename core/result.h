// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <utility>
#include <variant>

namespace cpx {

/// An expected failure: a code for the program to branch on, a translated text for a person. The text says what is
/// wrong and where (file, line, field), then after a semicolon what to do about it; no capital, no full stop, so
/// that the command line can put it in brackets and the window can make a sentence of it.
struct Error
{
    enum class Code {
        Invalid, ///< the input breaks a rule
        Usage, ///< the command line does
        NotFound,
        Io, ///< a file, pipe or socket could not be used
        AddressInUse, ///< somebody else listens on the port
        Timeout,
        Cancelled,
        Internal,
    };
    Code code = Code::Internal;
    QString message{};

    friend bool operator==(const Error &, const Error &) = default;
};

/// Either a value or an Error. Check with `if (!result)` before taking the value.
template<typename T>
class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    explicit operator bool() const { return m_state.index() == 0; }
    bool hasValue() const { return m_state.index() == 0; }
    const T &value() const & { return std::get<0>(m_state); }
    T &value() & { return std::get<0>(m_state); }
    T &&value() && { return std::get<0>(std::move(m_state)); }
    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    T &&operator*() && { return std::move(*this).value(); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }
    const Error &error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

/// Success without a value, or an Error.
template<>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error)
        : m_error(std::move(error))
    {
    }

    explicit operator bool() const { return !m_error; }
    bool hasValue() const { return !m_error; }
    const Error &error() const { return *m_error; }

private:
    std::optional<Error> m_error;
};

} // namespace cpx
