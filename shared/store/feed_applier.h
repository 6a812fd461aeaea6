// Rows of the centre's feed, put into the tablet's tables one by one. A row of a kind that this version does not know,
// or that it cannot read, is kept for a newer one. Thread and transaction: those of the Database; the first failure
// ends the transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/base/clock.h"
#include "shared/store/database.h"
#include "shared/store/kiosk_store.h"
#include "shared/store/op_row.h"
#include "shared/wire/document.h"
#include "shared/wire/rows.h"

namespace foyer::store {

class FeedApplier {
 public:
  // `server_ms`: the centre's clock when it said this, `now` is ours then.
  FeedApplier(Database& db, PageSummary& summary, const Instant& now, std::int64_t server_ms)
      : db_(db), summary_(summary), now_(now), server_ms_(server_ms) {}

  // `position` names a row that has no id.
  Result<void> apply(const wire::FeedRow& row, std::size_t position);
  // Documents that an older version kept without knowing their kind.
  Result<void> read_again();
  // The person is gone here, and from what this tablet still has to say.
  Result<void> put(const wire::FeedRow& row, const wire::ErasedRow& erased);

 private:
  template <typename Row>
  Result<void> known(const wire::FeedRow& row, std::size_t position, const Result<Row>& parsed) {
    if (!parsed) return keep_raw(row, position, parsed.error().detail);
    ++summary_.applied;
    return put(row, *parsed);
  }
  Result<void> keep_raw(const wire::FeedRow& row, std::size_t position, std::string_view error);
  Result<void> put(const wire::FeedRow& row, const wire::ContactRow& contact);
  Result<void> put(const wire::FeedRow& row, const wire::AliasRow& alias);
  Result<void> put(const wire::FeedRow& row, const wire::VisitRow& visit);
  Result<void> put(const wire::FeedRow& row, const wire::DocumentRow& document);
  Result<void> erase_ops(const Uuid& cid, std::int64_t from);
  Result<void> erase_member(const Uuid& cid);
  Result<void> anonymise_waiting(const Uuid& chain, std::int64_t from);
  bool is_after(const OpRow& row, std::optional<std::int64_t> given, std::int64_t stamp) const;

  Database& db_;
  PageSummary& summary_;
  Instant now_;
  std::int64_t server_ms_;
};

}  // namespace foyer::store
