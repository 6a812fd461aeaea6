// Small working stand-ins for what Foyer takes through constructors: a clock that the test moves, randomness from a
// seed, a folder that vanishes. Header-only; each belongs to one test.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>

#include "shared/base/clock.h"
#include "shared/base/random.h"

namespace foyer::support {

// Starts on 2026-03-03 at 09:12:04.123 UTC, one hour after boot, and stands still.
class FakeClock final : public Clock {
 public:
  Instant now() const override { return now_; }
  void advance(std::int64_t ms) {
    now_.mono_ms += ms;
    now_.wall_ms += ms;
  }
  void set_wall(std::int64_t wall_ms) { now_.wall_ms = wall_ms; }
  void reboot(const Uuid& boot) { now_ = {boot, 0, now_.wall_ms}; }

 private:
  Instant now_{*Uuid::parse("00000000-0000-4000-8000-0000000000b0"), 3'600'000, 1'772'529'124'123};
};

class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed = 1) : engine_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override {
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(engine_());
  }

 private:
  std::mt19937_64 engine_;
};

class TempDir {
 public:
  TempDir() {
    std::string pattern = (std::filesystem::temp_directory_path() / "foyer-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// FOYER_SEED, or `otherwise`. Random tests print what they use.
inline std::uint64_t seed_or(std::uint64_t otherwise) {
  const char* const given = std::getenv("FOYER_SEED");
  return given == nullptr ? otherwise : std::strtoull(given, nullptr, 10);
}

}  // namespace foyer::support
