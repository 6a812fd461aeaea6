// The feed as tablets get it, read out of a store: rows, and cursors that notice a centre that was rolled back (sync.md
// 3.7 and 3.9). Called inside of ServerStore::read() or write(); one thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "shared/wire/pull.h"
#include "shared/wire/rows.h"
#include "sync/server/core/server_store.h"

namespace foyer::server {

// Of the commit that wrote `seq`.
Result<std::string> cursor_at(ServerStore& store, std::int64_t seq);
// A tablet that reads the feed anew goes through places that nobody may go on from: its cursor says since when it
// reads, as what the oldest such place was then, behind the nonce: "NONCE-SEQ". Takes that out of it; 0: nothing.
std::int64_t take_since(wire::Cursor& cursor);
// Whether the cursor is of the store's own history; the empty one is.
Result<bool> knows(ServerStore& store, const std::string& cursor);

class FeedReader {
 public:
  explicit FeedReader(ServerStore& store) : store_(store) {}

  // What the entries stand for now, in their order. One that stands for nothing any more has no row.
  Result<void> add_rows(std::span<const FeedEntry> entries, std::vector<wire::FeedRow>& rows);

 private:
  Result<void> name_kiosks(const Snapshot& snapshot);

  ServerStore& store_;
  std::unordered_map<Uuid, std::string> kiosks_;  // of visits so far
};

}  // namespace foyer::server
