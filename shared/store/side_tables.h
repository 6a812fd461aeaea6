// The second set of tables of the feed (n_…), which a snapshot fills while the first (s_…) goes on being shown. Taking
// over changes names, not rows: it takes as long for a million contacts as for one. Thread and transaction: those of
// the Database.
#pragma once

#include <cstdint>
#include <vector>

#include "shared/domain/removal.h"
#include "shared/store/database.h"
#include "shared/wire/feed_digest.h"
#include "shared/wire/rows.h"

namespace foyer::store {

class SideTables {
 public:
  explicit SideTables(Database& db) : db_(db) {}

  // The same row again changes nothing. What this version cannot read is kept raw.
  Result<void> put(const wire::FeedRow& row);
  // Over everything that was put.
  Result<wire::FeedDigest> digest();
  Result<std::vector<wire::FeedRow>> erased();
  // What take_over() would take from the screen. A contact that became part of another one is still there.
  Result<domain::Removal> removal();
  // What is shown from now on; what was shown before is left over here. REQUIRES: in a transaction
  Result<void> take_over();
  // Deletes some of what is here, at most `rows_max`. True: that was all. REQUIRES: in a transaction
  Result<bool> sweep(std::int64_t rows_max);

 private:
  Result<void> keep_raw(const wire::FeedRow& row, std::string_view error);

  Database& db_;
};

}  // namespace foyer::store
