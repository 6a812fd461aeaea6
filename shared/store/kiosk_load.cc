// KioskStore: a snapshot of the centre, taken in beside what is shown. It never touches what people did here but for
// those who were erased; it may stop at any row and go on at the chunk it was in.
#include "shared/store/feed_applier.h"
#include "shared/store/kiosk_store.h"
#include "shared/store/meta.h"
#include "shared/store/side_tables.h"

namespace foyer::store {
namespace {

// Of one transaction: a visitor's commit waits a few milliseconds behind it.
constexpr std::size_t kRowsAtOnce = 500;
constexpr std::int64_t kSweepRows = 1000;

Error not_this_one() { return {Fault::conflict, "another snapshot is being taken in, or none"}; }

}  // namespace

Result<void> KioskStore::begin_load(const wire::SnapshotManifest& manifest) {
  return transact([&]() -> Result<void> {
    Meta values(db_);
    const std::string epoch = values.text(meta::kEpoch);
    const bool is_begun = !values.text(meta::kCursor).empty() || values.number(meta::kSideUsed) != 0;
    if (auto read = values.result(); !read) return read;
    if (is_begun) return Error{Fault::conflict, "the feed or another snapshot is being read already"};
    if (!epoch.empty() && epoch != manifest.epoch) return Error{Fault::conflict, "the snapshot is of another epoch"};
    values.set(meta::kLoad, to_json(manifest));
    values.set(meta::kLoadNext, std::int64_t{0});
    values.set(meta::kSideUsed, std::int64_t{1});
    return values.result();
  });
}

Result<void> KioskStore::load_chunk(const Uuid& snapshot, std::int64_t n, std::span<const wire::FeedRow> rows) {
  for (std::size_t from = 0; from < rows.size(); from += kRowsAtOnce) {
    const auto part = rows.subspan(from, std::min(kRowsAtOnce, rows.size() - from));
    auto done = transact([&]() -> Result<void> {
      Meta values(db_);
      const auto manifest = wire::parse_snapshot_manifest(values.text(meta::kLoad));
      const std::int64_t next = values.number(meta::kLoadNext);
      if (auto read = values.result(); !read) return read;
      if (!manifest || manifest->id != snapshot || next != n) return not_this_one();
      SideTables side(db_);
      for (const wire::FeedRow& row : part) {
        if (auto put = side.put(row); !put) return put;
      }
      if (from + part.size() == rows.size()) values.set(meta::kLoadNext, n + 1);
      return values.result();
    });
    if (!done) return done;
  }
  return {};
}

Result<void> KioskStore::drop_load() {
  return transact([&]() -> Result<void> {
    Meta values(db_);
    values.set(meta::kLoad, std::string_view());
    return values.result();
  });
}

Result<PageSummary> KioskStore::finish_load(const Uuid& snapshot) {
  if (auto fine = ready(); !fine) return fine.error();
  SideTables side(db_);
  const auto digest = side.digest();  // nobody but us writes there
  if (!digest) return digest.error();
  const auto removal = side.removal();
  if (!removal) return removal.error();
  PageSummary summary;
  auto done = transact([&]() -> Result<void> {
    Meta values(db_);
    const auto manifest = wire::parse_snapshot_manifest(values.text(meta::kLoad));
    const std::int64_t next = values.number(meta::kLoadNext);
    const std::string epoch = values.text(meta::kEpoch);
    const bool is_reading = !values.text(meta::kCursor).empty();
    const std::int64_t server_ms = values.number(meta::kLastServer);
    if (auto read = values.result(); !read) return read;
    if (!manifest || manifest->id != snapshot || next != std::ssize(manifest->chunks)) return not_this_one();
    const bool is_ours = !is_reading && (epoch.empty() || epoch == manifest->epoch);
    if (!is_ours || *digest != manifest->digest) {
      return Error{Fault::conflict, "what came of the snapshot is not what its manifest says"};
    }
    const auto may_go = may_remove(*removal);
    if (!may_go) return may_go.error();
    summary.is_held = !*may_go;
    if (summary.is_held) return {};
    const auto erased = side.erased();
    if (!erased) return erased.error();
    if (auto over = side.take_over(); !over) return over;
    FeedApplier applier(db_, summary, clock_->now(), server_ms);
    for (const wire::FeedRow& row : *erased) {
      if (auto applied = applier.apply(row, 0); !applied) return applied;
    }
    summary.applied = static_cast<std::size_t>(manifest->digest.rows);
    values.set(meta::kEpoch, manifest->epoch);
    values.set(meta::kCursor, manifest->cursor());
    values.set(meta::kCursorSeq, manifest->seq);
    values.set(meta::kRestarted, std::int64_t{0});
    values.set(meta::kLoad, std::string_view());
    return values.result();
  });
  if (!done) return done.error();
  return summary;
}

Result<bool> KioskStore::may_remove(const domain::Removal& removal) {
  Meta values(db_);
  const bool may = !domain::needs_confirmation(removal) || removal.contacts <= values.number(meta::kMayRemove);
  values.set(meta::kRemoval, may ? std::int64_t{0} : removal.contacts);
  values.set(meta::kRemovalOf, may ? std::int64_t{0} : removal.of);
  if (auto written = values.result(); !written) return written.error();
  return may;
}

Result<void> KioskStore::allow_removal(std::int64_t contacts) {
  return transact([&]() -> Result<void> {
    Meta values(db_);
    values.set(meta::kMayRemove, contacts);
    return values.result();
  });
}

Result<bool> KioskStore::sweep() {
  bool is_done = false;
  auto done = transact([&]() -> Result<void> {
    Meta values(db_);
    if (!values.text(meta::kLoad).empty()) return Error{Fault::conflict, "a snapshot is being taken in"};
    if (auto read = values.result(); !read) return read;
    auto swept = SideTables(db_).sweep(kSweepRows);
    if (!swept) return swept.error();
    is_done = *swept;
    if (is_done) values.set(meta::kSideUsed, std::int64_t{0});
    return values.result();
  });
  if (!done) return done.error();
  return is_done;
}

}  // namespace foyer::store
