// Microseconds for pacing frames and telling taps apart: CLOCK_MONOTONIC, meaningful only in this process. The time of
// day and of what people did comes from Clock (shared/base/clock.h). Any thread; never fails.
#pragma once

#include <cstdint>

namespace foyer::platform {

std::int64_t monotonic_us();

}  // namespace foyer::platform
