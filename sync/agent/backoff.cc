#include "sync/agent/backoff.h"

#include <algorithm>

namespace foyer::agent {
namespace {

constexpr int kDoublingsMax = 20;  // 1 s * 2^20 is above every cap and far from overflow

}  // namespace

std::int64_t Backoff::limit_ms(std::int64_t cap_ms) const { return std::min(cap_ms, kBackoffFirstMs << failures_); }

std::int64_t Backoff::failed(Random& random, std::int64_t cap_ms, std::optional<std::int64_t> retry_after_ms) {
  const std::int64_t limit = limit_ms(cap_ms);
  failures_ = std::min(failures_ + 1, kDoublingsMax);
  if (retry_after_ms) {
    const std::int64_t asked = std::clamp<std::int64_t>(*retry_after_ms, 0, kRetryAfterMaxMs);
    return asked + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(asked / 5 + 1)));
  }
  return static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(limit) + 1));
}

}  // namespace foyer::agent
