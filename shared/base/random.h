// Randomness from the operating system. Never a seeded generator: two tablets cloned from one image would mint the same
// ids. Tests and the simulator pass their own. Any thread; the system's source does not fail once the kernel is up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace foyer {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;

  // Evenly spread over 0 .. limit - 1. REQUIRES: limit > 0
  std::uint64_t below(std::uint64_t limit);
};

// getrandom(2).
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

}  // namespace foyer
