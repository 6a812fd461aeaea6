// Copies of the feed at a centre of the tests: made at once, kept in memory, so small that a few rows fill a chunk. One
// thread. REQUIRES: it outlives the centre, whose clock is turned by less than a day unless copies shall grow old
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "shared/wire/snapshot.h"
#include "tests/support/copy_at_once.h"
#include "tests/support/memory_folder.h"
#include "tests/support/server_fixture.h"

namespace foyer::support {

struct CopyDesk {
  explicit CopyDesk(server::ServerStore& store, std::int64_t small_rows = 1)
      : maker(store, clock, random, folder, {1'200}), shelf(folder, maker, {small_rows}) {}

  server::ServiceOptions options() {
    server::ServiceOptions with;
    with.copies = &shelf;
    return with;
  }

  TurnableClock clock;
  SeededRandom random{7};
  MemoryFolder folder;
  CopyAtOnce maker;
  server::CopyShelf shelf;
};

inline wire::SnapshotOffer offer_of(TestCentre& centre, const Tablet& tablet) {
  auto offer = wire::parse_snapshot_offer(centre.call("GET", protocol::kSnapshotPath, {}, tablet.token).body);
  return offer ? std::move(*offer) : wire::SnapshotOffer{};
}
inline server::Response chunk_of(TestCentre& centre, const Tablet& tablet, const Uuid& id, std::int64_t n) {
  return centre.call("GET", protocol::chunk_path(id, n), {}, tablet.token);
}

}  // namespace foyer::support
