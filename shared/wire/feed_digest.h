// A number that two sides compare to see whether they hold the same rows of the feed: how many, and the xor of a hash
// of each row's kind, entity and seq. It does not depend on the order. It finds what was lost or left over by mistake,
// not what somebody forged. Values; any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace foyer::wire {

struct FeedDigest {
  std::int64_t rows = 0;
  std::uint64_t bits = 0;

  // `id` as FeedRow has it.
  void add(std::string_view kind, std::string_view id, std::int64_t seq);

  bool operator==(const FeedDigest&) const = default;
};

}  // namespace foyer::wire
