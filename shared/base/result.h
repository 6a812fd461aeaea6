// What a fallible call returns. Anything that can fail in operation (disk, network, input, a reply) returns Result<T>;
// a programmer's mistake is FOYER_CHECK (check.h). The fault is chosen by what the caller does next, not by who failed;
// shared/README.md has the table fault -> retry? -> text for the visitor -> text for staff -> log level.
// Values; any thread.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "shared/base/check.h"

namespace foyer {

enum class Fault {
  offline,    // no route to the other side: wait and retry
  timeout,    // the other side is slow: wait and retry
  busy,       // the other side asks for patience: wait as told and retry
  refused,    // the other side will never take this: park it, show staff
  conflict,   // what we know is not what the other side knows: resolve, then retry
  invalid,    // the input is not acceptable: tell the person who typed it
  not_found,  // no such thing
  corrupt,    // stored bytes are not what was written: set aside and call for help
  full,       // no space left: keep what was typed, call for help
  outdated,   // this program is too old for what it was handed: update it
};
inline constexpr Fault kAllFaults[] = {Fault::offline,  Fault::timeout, Fault::busy,      Fault::refused,
                                       Fault::conflict, Fault::invalid, Fault::not_found, Fault::corrupt,
                                       Fault::full,     Fault::outdated};

// The fault's own word, as written above ("not_found").
const char* fault_name(Fault fault);

// `detail` says what failed and what to do about it; it never holds personal data or a secret.
struct Error {
  Fault fault;
  std::string detail;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: a value is a success
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: an Error is a failure

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // REQUIRES: ok()
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(value()); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // REQUIRES: !ok()
  const Error& error() const {
    FOYER_CHECK(!ok());
    return std::get<1>(state_);
  }

 private:
  T& value() {
    FOYER_CHECK(ok());
    return std::get<0>(state_);
  }
  const T& value() const {
    FOYER_CHECK(ok());
    return std::get<0>(state_);
  }
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), failed_(true) {}  // NOLINT: an Error is a failure

  bool ok() const { return !failed_; }
  explicit operator bool() const { return ok(); }

  // REQUIRES: !ok()
  const Error& error() const {
    FOYER_CHECK(failed_);
    return error_;
  }

 private:
  Error error_{Fault::invalid, {}};
  bool failed_ = false;
};

}  // namespace foyer
