#include "shared/wire/timestamp.h"

#include <chrono>

namespace foyer::wire {
namespace {

// Exactly `digits` digits at the front, taken off.
std::optional<int> take(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take_mark(std::string_view& text, char mark) {
  if (text.empty() || text.front() != mark) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::sys_days> take_day(std::string_view& text) {
  const auto year = take(text, 4);
  if (!year || !take_mark(text, '-')) return std::nullopt;
  const auto month = take(text, 2);
  if (!month || !take_mark(text, '-')) return std::nullopt;
  const auto day = take(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

// "HH:MM" in minutes.
std::optional<int> take_minutes(std::string_view& text) {
  const auto hours = take(text, 2);
  if (!hours || *hours > 23 || !take_mark(text, ':')) return std::nullopt;
  const auto minutes = take(text, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  return *hours * 60 + *minutes;
}

}  // namespace

std::optional<std::int64_t> parse_timestamp(std::string_view text) {
  const auto day = take_day(text);
  if (!day || !take_mark(text, 'T')) return std::nullopt;
  const auto minutes = take_minutes(text);
  if (!minutes) return std::nullopt;
  int seconds = 0;
  if (take_mark(text, ':')) {
    const auto given = take(text, 2);
    if (!given || *given > 59) return std::nullopt;
    seconds = *given;
  }
  int offset = 0;
  if (!take_mark(text, 'Z')) {
    const bool is_east = take_mark(text, '+');
    if (!is_east && !take_mark(text, '-')) return std::nullopt;
    const auto given = take_minutes(text);
    if (!given) return std::nullopt;
    offset = is_east ? *given : -*given;
  }
  if (!text.empty()) return std::nullopt;
  const auto at =
      std::chrono::sys_seconds(*day) + std::chrono::minutes(*minutes - offset) + std::chrono::seconds(seconds);
  return std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
}

bool is_day(std::string_view text) { return take_day(text).has_value() && text.empty(); }

bool is_time_of_day(std::string_view text) { return take_minutes(text).has_value() && text.empty(); }

}  // namespace foyer::wire
