// The rows of the feed that one transaction adds: gap-free after the head, and each entity once however often it
// changes. Values; any thread.
#pragma once

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "sync/server/core/records.h"

namespace foyer::server {

class FeedWriter {
 public:
  explicit FeedWriter(std::int64_t head) : head_(head) {}

  // The entity goes to the end of the feed.
  void move(FeedKind kind, const Uuid& entity) {
    if (moved_.emplace(kind, entity).second) entries_.push_back({last(), kind, entity});
  }
  // The seq of the last row so far.
  std::int64_t last() const { return head_ + static_cast<std::int64_t>(moved_.size()); }
  std::vector<FeedEntry> take() { return std::move(entries_); }

 private:
  std::int64_t head_;
  std::set<std::pair<FeedKind, Uuid>> moved_;
  std::vector<FeedEntry> entries_;
};

}  // namespace foyer::server
