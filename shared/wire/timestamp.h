// Times as operators write them in files: RFC 3339 with an offset, days, times of day. Pure; any thread; no input
// makes them throw.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace foyer::wire {

// Milliseconds since 1970 of "2026-11-30T09:00+01:00"; seconds may follow the minutes, and "Z" is "+00:00".
std::optional<std::int64_t> parse_timestamp(std::string_view text);
// "2026-12-31", a day of the calendar.
bool is_day(std::string_view text);
// "20:00", from 00:00 to 23:59.
bool is_time_of_day(std::string_view text);

}  // namespace foyer::wire
