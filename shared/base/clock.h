// The time as a tablet can know it: a wall clock that may be wrong by years, a monotonic clock that counts sleep, and
// the boot during which the latter is meaningful. Nothing else in Foyer reads a clock; tests pass one they can turn.
// Implementations are safe to call from any thread and never fail.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/id.h"

namespace foyer {

// One moment as the device saw it. `mono_ms` counts from boot `boot` and includes suspended time (CLOCK_BOOTTIME).
struct Instant {
  Uuid boot;
  std::int64_t mono_ms = 0;
  std::int64_t wall_ms = 0;  // milliseconds since 1970-01-01T00:00:00Z, as the device believes

  bool operator==(const Instant&) const = default;
};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

// The machine's clocks. The boot id is /proc/sys/kernel/random/boot_id.
class SystemClock final : public Clock {
 public:
  SystemClock();
  Instant now() const override;

 private:
  Uuid boot_;
};

// "2026-03-03T09:12:04.123Z". Milliseconds since 1970, years 0001 to 9999; outside of them the nearest of the two ends.
std::string format_utc(std::int64_t wall_ms);

// The inverse of format_utc(); nothing for any other text.
std::optional<std::int64_t> parse_utc(std::string_view text);

}  // namespace foyer
