// What happened in a run: a hash over every event, which two runs of one seed must share; the events themselves when
// somebody wants to read them; and the first broken promise. One thread.
#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "tests/simulation/timeline.h"

namespace foyer::simulation {

struct Violation {
  std::string promise;  // "I1", "L1", … as sync.md 4.1 and 4.2 name them
  std::string what;
};

class Diary {
 public:
  Diary(const Timeline& line, bool is_printed) : line_(line), is_printed_(is_printed) {}

  void note(std::string_view who, std::string_view what) {
    const std::int64_t ms = line_.now() - kBeginMs;
    take(std::to_string(ms));
    take(who);
    take(what);
    if (!is_printed_) return;
    std::printf("%10.3f  %-8.*s %.*s\n", static_cast<double>(ms) / 1000, static_cast<int>(who.size()), who.data(),
                static_cast<int>(what.size()), what.data());
  }
  // Only the first counts: what follows may be its consequence.
  void violated(std::string_view promise, std::string_view what) {
    note(promise, what);
    if (!violation_) violation_ = Violation{std::string(promise), std::string(what)};
  }
  // Returns `holds`.
  bool expect(bool holds, std::string_view promise, std::string_view what) {
    if (!holds) violated(promise, what);
    return holds;
  }

  const std::optional<Violation>& violation() const { return violation_; }
  std::uint64_t hash() const { return hash_; }

 private:
  void take(std::string_view text) {
    for (const char c : text) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001B3;  // FNV-1a
    hash_ *= 0x100000001B3;
  }

  const Timeline& line_;
  bool is_printed_;
  std::uint64_t hash_ = 0xCBF29CE484222325;
  std::optional<Violation> violation_;
};

}  // namespace foyer::simulation
