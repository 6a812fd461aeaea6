// An erasure that stands in the ledger and not in the database, because the database was put back to before it, or its
// commit failed: carried out again with its own id, stamp and intervals (sync.md 3.8). Who was the same person then may
// be in other classes now, or in one with somebody else: only the ids of the line are erased, whoever hung with them
// stands alone again, and ids that are not known here are kept as erased, so that no tablet brings them back. Carrying
// it out twice changes nothing. Pure, as reconcile(); any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "sync/server/core/erasure_ledger.h"
#include "sync/server/core/reconcile.h"
#include "sync/server/core/secrets.h"
#include "sync/server/core/snapshot.h"

namespace foyer::server {

struct AgainContext {
  std::int64_t head = 0;
  std::int64_t now_ms = 0;
  MacKey mac_key{};
  std::map<Mac, std::string> email_keys;  // every key that the database knows, by its hash
};

// As wanted(snapshot, ops): what erase_again() would look at and was not asked for yet.
Keys wanted(const Snapshot& snapshot, const ErasureLine& line);

// REQUIRES: wanted(snapshot, line) is empty, and load_people_documents() was called.
Changes erase_again(Snapshot snapshot, const ErasureLine& line, const AgainContext& context);

}  // namespace foyer::server
