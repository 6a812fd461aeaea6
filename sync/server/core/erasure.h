// Forgetting one person (sync.md 3.8), the same whether staff ask for it or the ledger's line is carried out again:
// what a store has to delete and what stays of it. Pure over a Snapshot; any thread.
#pragma once

#include <cstdint>
#include <set>

#include "sync/server/core/erasure_ledger.h"
#include "sync/server/core/feed_writer.h"
#include "sync/server/core/reconcile.h"
#include "sync/server/core/secrets.h"
#include "sync/server/core/snapshot.h"

namespace foyer::server {

struct Forgetting {
  Uuid erase_id;
  Stamp erased_at = 0;
  std::int64_t keep_until_ms = 0;  // the hashes of the addresses
  MacKey mac_key{};
  std::set<Mac> further = {};  // hashes of addresses that were theirs to the end, beside those that they own here
};

// Adds to `changes` that the class of `root` is erased, and to `feed` what tablets hear of it.
// REQUIRES: the nodes, owners and visits of the class are in the snapshot, and load_people_documents() was called.
void forget_class(const Snapshot& snapshot, const Uuid& root, const Forgetting& how, Changes& changes,
                  FeedWriter& feed);

// The line that brings the same erasure about again.
ErasureLine line_of(const Erasure& erasure, std::int64_t at_ms);

}  // namespace foyer::server
