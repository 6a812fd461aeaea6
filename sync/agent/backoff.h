// How long to wait after a failure: full jitter, rand(0, min(cap, 1 s * 2^n)) after n failures in a row, so that
// tablets which failed together do not come back together. What the centre asks for (Retry-After) is a lower limit,
// stretched by up to a fifth. A value of the agent's one thread; never fails.
#pragma once

#include <cstdint>
#include <optional>

#include "shared/base/random.h"

namespace foyer::agent {

inline constexpr std::int64_t kBackoffFirstMs = 1'000;
// For a centre that says itself that it is busy (429, 503): five minutes is what an overloaded one needs to be spared.
inline constexpr std::int64_t kBusyCapMs = 300'000;
// For failures that nobody asked for patience with (a 5xx of the centre or of a proxy before it, an answer that makes
// no sense): what is wrong may be over at any moment, and visits wait here for it. A tablet a minute is no load for a
// centre that can answer at all.
inline constexpr std::int64_t kFailureCapMs = 60'000;
// While nobody answers at all: a knock costs a dead server nothing, and people want their visits there at once when it
// is back. Its jitter also spreads the tablets of a building over this time.
inline constexpr std::int64_t kOfflineCapMs = 5'000;
// Nobody is kept away for longer than this, whatever a header says.
inline constexpr std::int64_t kRetryAfterMaxMs = 3'600'000;

class Backoff {
 public:
  // One more failure; how long to wait now.
  std::int64_t failed(Random& random, std::int64_t cap_ms, std::optional<std::int64_t> retry_after_ms = std::nullopt);
  void succeeded() { failures_ = 0; }
  int failures() const { return failures_; }
  // The longest that the next failed() without a Retry-After can ask for.
  std::int64_t limit_ms(std::int64_t cap_ms) const;

 private:
  int failures_ = 0;
};

}  // namespace foyer::agent
