#include "shared/base/random.h"

#include <sys/random.h>

#include <array>
#include <cstring>
#include <limits>

#include "shared/base/check.h"

namespace foyer {

std::uint64_t Random::below(std::uint64_t limit) {
  FOYER_CHECK(limit > 0);
  // Values past the last full multiple of `limit` would favour the small ones; they are drawn again.
  const std::uint64_t top = std::numeric_limits<std::uint64_t>::max() / limit * limit;
  for (;;) {
    std::array<std::uint8_t, 8> bytes;
    fill(bytes);
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data(), sizeof value);
    if (value < top) return value % limit;
  }
}

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = getrandom(bytes.data(), bytes.size(), 0);
    if (n < 0) continue;  // interrupted by a signal
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
}

}  // namespace foyer
