// The copies of the feed that tablets may fetch: shared by all of them, kept for a day across restarts of the server,
// and gone at once when somebody is erased. A copy is on the shelf when its manifest is in the folder, "<id>.json",
// which is written last. One thread, the service's.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "shared/wire/snapshot.h"
#include "sync/server/core/copy_folder.h"
#include "sync/server/core/copy_maker.h"

namespace foyer::server {

struct CopyRules {
  // A feed of fewer rows is read by pages: that is one request, and a copy is two at least, with a file in between.
  std::int64_t small_rows = 500;
  std::int64_t life_ms = std::int64_t{24} * 60 * 60 * 1000;
  // Tablets that began with one may end with it while others begin with the next.
  std::size_t count_max = 2;
  // After a copy that could not be made, for a full disk say; tablets read pages meanwhile.
  std::int64_t pause_ms = 60'000;
};

class CopyShelf {
 public:
  // Both outlive it. What a former process left in the folder is taken over as far as it is whole.
  CopyShelf(CopyFolder& folder, CopyMaker& maker, CopyRules rules = {});

  const CopyRules& rules() const { return rules_; }
  // Takes in what the maker has made, and puts away what is too old or does not `hold`.
  void tidy(std::int64_t now_ms, const std::function<bool(const wire::SnapshotManifest&)>& holds);
  // There is nothing to tidy.
  bool empty() const { return copies_.empty() && !is_awaited_; }

  // The newest; null: none.
  const wire::SnapshotManifest* newest() const { return copies_.empty() ? nullptr : &copies_.back(); }
  const wire::SnapshotManifest* find(const Uuid& id) const;
  // As it was made. A copy with a damaged or missing file is put away: Fault::not_found.
  Result<std::string> chunk(const Uuid& id, std::int64_t n);

  enum class Making { under_way, failed_lately };
  // Wants a new one; look again with tidy() and newest().
  Making make(std::int64_t now_ms);

 private:
  void take_in(std::int64_t now_ms);
  void put_away(const wire::SnapshotManifest& copy);

  CopyFolder& folder_;
  CopyMaker& maker_;
  CopyRules rules_;
  std::vector<wire::SnapshotManifest> copies_;  // the newest last
  bool is_awaited_ = false;                     // the maker has one, or will have
  std::int64_t not_before_ms_ = 0;
};

}  // namespace foyer::server
