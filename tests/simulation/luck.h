// Chance from a seed, the same on every machine and with every standard library. Everything random in a simulated run
// comes from a Luck or a SimRandom whose seed is mixed from the run's seed and the purpose, so that leaving out one
// action (shrinking) leaves the luck of the others as it was. Values; one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>

#include "shared/base/id.h"
#include "shared/base/random.h"

namespace foyer::simulation {

// splitmix64: every seed gives another sequence, 0 included.
class Luck {
 public:
  explicit Luck(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  // Both ends included.
  std::int64_t between(std::int64_t from, std::int64_t to) {
    return from + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(to - from + 1));
  }
  bool chance(double probability) { return static_cast<double>(next() >> 11) * 0x1.0p-53 < probability; }
  // 0 .. size - 1. REQUIRES: size > 0
  std::size_t index(std::size_t size) { return static_cast<std::size_t>(next() % size); }
  template <typename T, std::size_t N>
  const T& pick(const std::array<T, N>& from) {
    return from[index(N)];
  }

 private:
  std::uint64_t state_;
};

inline std::uint64_t mix(std::initializer_list<std::uint64_t> parts) {
  std::uint64_t seed = 0;
  for (const std::uint64_t part : parts) seed = Luck(seed ^ Luck(part).next()).next();
  return seed;
}

// What the product gets for the operating system's randomness.
class SimRandom final : public Random {
 public:
  explicit SimRandom(std::uint64_t seed) : luck_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override {
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(luck_.next());
  }

 private:
  Luck luck_;
};

}  // namespace foyer::simulation
