// KioskStore: a tablet whose access staff took away. It shows nobody's data any more, goes on capturing, hands in what
// it has, and then forgets everything.
#include "shared/store/kiosk_store.h"
#include "shared/store/meta.h"

namespace foyer::store {
namespace {

// What only this tablet has: what the centre has neither taken nor been shown as it is.
constexpr std::string_view kOnlyHere =
    "SELECT COUNT(*) FROM op WHERE state IN ('pending', 'inflight') OR (state IN ('dead', 'held') AND reported IS "
    "NULL)";

}  // namespace

Result<bool> KioskStore::is_hidden() {
  if (auto fine = ready(); !fine) return fine.error();
  Meta values(db_);
  const bool hidden = values.number(meta::kRevoked) != 0;
  if (auto read = values.result(); !read) return read.error();
  return hidden;
}

Result<void> KioskStore::set_revoked(const Uuid& device) {
  return transact([&]() -> Result<void> {
    Meta values(db_);
    if (values.id(meta::kDevice) != device) return values.result();
    values.set(meta::kRevoked, std::int64_t{1});
    return values.result();
  });
}

Result<void> KioskStore::wipe() {
  auto done = transact([&]() -> Result<void> {
    auto left = db_.integer(kOnlyHere);
    if (!left) return left.error();
    if (*left > 0) return Error{Fault::conflict, "the centre does not have everything yet"};
    auto gone = db_.exec(
        "DELETE FROM op; DELETE FROM local_visit; DELETE FROM s_contact; DELETE FROM s_alias; DELETE FROM s_visit;"
        "DELETE FROM s_document; DELETE FROM s_raw; DELETE FROM n_contact; DELETE FROM n_alias; DELETE FROM n_visit;"
        "DELETE FROM n_document; DELETE FROM n_raw; DELETE FROM n_erased; DELETE FROM meta;");
    if (!gone) return gone;
    Meta values(db_);
    values.set(meta::kRevoked, std::int64_t{1});
    return values.result();
  });
  // secure_delete has overwritten the rows. What the WAL still holds of them goes now, or with the next erase_traces()
  // when somebody reads at this moment.
  if (done) static_cast<void>(db_.checkpoint_and_truncate());
  return done;
}

}  // namespace foyer::store
