// One line per event on stderr, for the journal. Never personal data: wrap it in Personal<T>, which no log call takes.
// Any thread; logging never fails and never blocks on anything but stderr.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "shared/base/result.h"
#include "shared/base/text.h"

namespace foyer {

// A value about a person. It cannot be printed or converted by accident; reveal() is easy to search for, and the bytes
// of a string are zeroed when the value dies.
template <typename T>
class Personal {
 public:
  Personal() = default;
  explicit Personal(T value) : value_(std::move(value)) {}
  Personal(const Personal&) = default;
  Personal(Personal&&) noexcept = default;
  Personal& operator=(const Personal&) = default;
  Personal& operator=(Personal&&) noexcept = default;
  ~Personal() {
    if constexpr (std::same_as<T, std::string>) wipe(value_);
  }
  const T& reveal() const { return value_; }
  T& reveal() { return value_; }
  bool operator==(const Personal&) const = default;

 private:
  T value_{};
};

// Sets the program's name, which opens each line. Call once, first thing in main().
void log_open(std::string_view program);

void log_info(std::string_view event);
void log_warning(std::string_view event);

enum class LogLevel { info, warning, error };
// How much the fault asks of staff: nothing, a look one day, help now (table of faults in shared/README.md).
LogLevel log_level(Fault fault);
// `event` says what was being done; the error says why it failed. The level is the fault's.
void log_error(std::string_view event, const Error& error);

}  // namespace foyer
